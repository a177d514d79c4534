import { type ReactElement, useState } from 'react';
import { useTexts } from '../../hooks/app.ts';
import { Popover } from '../ui/Popover.tsx';
import { ProfileForm } from './ProfileForm.tsx';

/** Open from the start: it is there because somebody clicked. */
export function ProfilePopover({ trigger }: { trigger: ReactElement }) {
  const texts = useTexts();
  const [open, setOpen] = useState(true);
  return (
    <Popover
      title={texts.rooms.profile}
      titled
      side="top"
      align="start"
      open={open}
      onOpenChange={setOpen}
      trigger={trigger}
    >
      <ProfileForm onDone={() => setOpen(false)} />
    </Popover>
  );
}
