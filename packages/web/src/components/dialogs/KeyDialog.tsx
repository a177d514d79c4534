import { useTexts, useVisit } from '../../hooks/app.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { KeyForm } from './KeyForm.tsx';

/** On the way from one call to an encrypted room whose key this browser does not have. */
export function KeyDialog({ room }: { room: string }) {
  const texts = useTexts();
  const visit = useVisit();
  return (
    <Dialog
      open
      onClose={() => void visit.stopAsking()}
      title={texts.encryption.keyTitle(room)}
      lead={texts.encryption.keyLead}
      size="small"
    >
      <KeyForm room={room} />
    </Dialog>
  );
}
