import { Pencil } from 'lucide-react';
import { useState } from 'react';
import { useRoomState, useTexts, useVisit, useVisitState } from '../hooks/app.ts';
import { Avatar } from './Avatar.tsx';
import { Button } from './Button.tsx';
import { LanguageSwitch } from './LanguageSwitch.tsx';
import styles from './OwnPanel.module.css';
import { TextForm } from './TextForm.tsx';
import { WishButtons } from './WishButtons.tsx';

/** Who one is here, and what opens when one enters a room. */
export function OwnPanel() {
  const texts = useTexts();
  const visit = useVisit();
  const name = useVisitState((state) => state.name);
  const inCall = useRoomState(({ call }) => call.status !== 'idle');
  const [editing, setEditing] = useState(false);

  return (
    <footer className={styles.panel}>
      {editing ? (
        <div className={styles.edit}>
          <TextForm
            focused
            label={texts.yourName}
            initial={name}
            autoComplete="nickname"
            action={texts.save}
            {...(inCall ? { hint: texts.nameLater } : {})}
            onSubmit={(value) => {
              visit.setName(value);
              setEditing(false);
            }}
          />
          <Button onClick={() => setEditing(false)}>{texts.cancel}</Button>
        </div>
      ) : (
        name !== '' && (
          <div className={styles.self}>
            <Avatar name={name} />
            <bdi className={styles.name} title={name}>
              {name}
            </bdi>
            <Button look="icon" aria-label={texts.changeName} onClick={() => setEditing(true)}>
              <Pencil aria-hidden="true" />
            </Button>
            {!inCall && <WishButtons />}
          </div>
        )
      )}
      <LanguageSwitch />
    </footer>
  );
}
