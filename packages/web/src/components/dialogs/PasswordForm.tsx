import { type ReactNode, type SubmitEvent, useState } from 'react';
import { useTexts } from '../../hooks/app.ts';
import { Button } from '../ui/Button.tsx';
import { PasswordField } from './PasswordField.tsx';
import styles from './RoomDialog.module.css';

interface PasswordFormProps {
  /** Whether one was given already, and it was not the one. */
  wrong: boolean;
  busy?: boolean;
  onSubmit: (password: string) => void;
  /** Other ways out, beside the button. */
  children?: ReactNode;
}

/** Asks for the password of a room. */
export function PasswordForm({ wrong, busy = false, onSubmit, children }: PasswordFormProps) {
  const texts = useTexts();
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const [changed, setChanged] = useState(false);
  const missing = tried && password === '';
  const refused = wrong && !changed ? texts.rooms.passwordWrong : undefined;

  function submit(event: SubmitEvent) {
    event.preventDefault();
    setTried(true);
    setChanged(false);
    if (password !== '') onSubmit(password);
  }

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <PasswordField
        label={texts.rooms.password}
        value={password}
        autoComplete="off"
        enterKeyHint="go"
        error={missing ? texts.rooms.passwordNeeded : refused}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the page asks nothing else here
        autoFocus
        onChange={(value) => {
          setPassword(value);
          setChanged(true);
        }}
      />
      <Button type="submit" look="primary" size="large" busy={busy}>
        {texts.rooms.enter}
      </Button>
      {children}
    </form>
  );
}
