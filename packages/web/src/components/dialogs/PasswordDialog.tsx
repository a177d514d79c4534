import { useTexts, useVisit } from '../../hooks/app.ts';
import type { PasswordAsked } from '../../model/Visit.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { PasswordForm } from './PasswordForm.tsx';

/** On the way from one call to a room that asks for a password. */
export function PasswordDialog({ asked }: { asked: PasswordAsked }) {
  const texts = useTexts();
  const visit = useVisit();
  return (
    <Dialog
      open
      onClose={() => void visit.stopAsking()}
      title={texts.rooms.passwordTitle(asked.room)}
      lead={texts.rooms.passwordLead}
      size="small"
    >
      <PasswordForm
        wrong={asked.wrong}
        onSubmit={(password) => void visit.enter(asked.room, password)}
      />
    </Dialog>
  );
}
