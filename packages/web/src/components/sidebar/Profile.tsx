import { useState } from 'react';
import { useRoomState, useTexts, useVisitState } from '../../hooks/app.ts';
import { Avatar } from '../Avatar.tsx';
import { Popover } from '../ui/Popover.tsx';
import styles from './Profile.module.css';
import { ProfileForm } from './ProfileForm.tsx';

/** Who one is, as the others see it; a click changes it. */
export function Profile() {
  const texts = useTexts();
  const name = useVisitState((state) => state.name);
  const hue = useRoomState((state) => state.person?.hue);
  const speaking = useRoomState((state) => state.self.transmitting);
  const [open, setOpen] = useState(false);
  return (
    <Popover
      title={texts.rooms.profile}
      titled
      side="top"
      align="start"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <button type="button" className={styles.self} title={texts.rooms.profile}>
          <Avatar name={name} hue={hue} speaking={speaking} />
          <bdi className={styles.name}>{name}</bdi>
          <span className="visually-hidden">{texts.rooms.profile}</span>
        </button>
      }
    >
      <ProfileForm onDone={() => setOpen(false)} />
    </Popover>
  );
}
