import { type ReactNode, type SubmitEvent, useState } from 'react';
import { useTexts, useVisit } from '../../hooks/app.ts';
import { Button } from '../ui/Button.tsx';
import { PasswordField } from './PasswordField.tsx';
import styles from './RoomDialog.module.css';

interface KeyFormProps {
  room: string;
  onDone?: () => void;
  /** Other ways out, beside the button. */
  children?: ReactNode;
}

/** Asks for the key of an encrypted room: a passphrase, or the link that carries it. */
export function KeyForm({ room, onDone, children }: KeyFormProps) {
  const texts = useTexts();
  const visit = useVisit();
  const [typed, setTyped] = useState('');
  const [tried, setTried] = useState(false);

  function submit(event: SubmitEvent) {
    event.preventDefault();
    setTried(true);
    if (typed.trim() === '') return;
    void visit.giveKey(room, typed.toWellFormed());
    onDone?.();
  }

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <PasswordField
        label={texts.encryption.key}
        hint={texts.encryption.keyHint}
        value={typed}
        autoComplete="off"
        enterKeyHint="go"
        error={tried && typed.trim() === '' ? texts.encryption.keyNeeded : undefined}
        onChange={setTyped}
      />
      <Button type="submit" look="primary">
        {texts.rooms.enter}
      </Button>
      {children}
    </form>
  );
}
