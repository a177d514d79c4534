import { Plus, SlidersHorizontal } from 'lucide-react';
import { useApp, useTexts, useVisit } from '../../hooks/app.ts';
import { TextForm } from '../TextForm.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import styles from './NewRoom.module.css';

/** A room for now, by its name alone; or one that stays, with everything that can be said of it. */
export function NewRoom() {
  const texts = useTexts();
  const visit = useVisit();
  const { shell } = useApp();
  return (
    <div className={styles.new}>
      <TextForm
        compact
        label={texts.rooms.newRoom}
        placeholder={texts.rooms.newRoom}
        action={<Plus aria-hidden="true" />}
        actionLabel={texts.rooms.openRoom}
        onSubmit={(room) => {
          // The room is where one wants to be now, and where the keys have to work.
          if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
          shell.lookAway();
          void visit.enter(room);
        }}
      />
      <IconButton
        label={texts.rooms.newRoomWithMore}
        onClick={() => shell.open({ kind: 'createRoom', name: '' })}
      >
        <SlidersHorizontal aria-hidden="true" />
      </IconButton>
    </div>
  );
}
