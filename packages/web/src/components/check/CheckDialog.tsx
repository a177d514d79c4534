import { useTexts } from '../../hooks/app.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { CheckUp } from './CheckUp.tsx';

/** As the page `/check`, over a call that goes on. */
export function CheckDialog({ onClose }: { onClose: () => void }) {
  const { check } = useTexts();
  return (
    <Dialog open onClose={onClose} title={check.title} lead={check.lead} size="large">
      <CheckUp />
    </Dialog>
  );
}
