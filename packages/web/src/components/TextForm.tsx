import { cleanName, NAME_MAX_LENGTH } from '@ottogi/protocol';
import { type ReactNode, type SubmitEvent, useId, useState } from 'react';
import { useTexts } from '../hooks/app.ts';
import { Button } from './ui/Button.tsx';
import { IconButton } from './ui/IconButton.tsx';
import styles from './TextForm.module.css';

interface TextFormProps {
  label: string;
  hint?: string;
  /** Shows the label to screen readers only, and the field with its button in one line. */
  compact?: boolean;
  initial?: string;
  placeholder?: string;
  /** What stands on the button, and its name where that is an icon. */
  action: ReactNode;
  actionLabel?: string;
  autoComplete?: string;
  focused?: boolean;
  /** Between the field and the button. */
  children?: ReactNode;
  /** Gets a name of which something can be seen; others are refused here. */
  onSubmit(name: string): void;
}

/** A field for one name, of a person or a room, with its button. */
export function TextForm(props: TextFormProps) {
  const { label, hint, compact = false, initial = '', placeholder, focused = false } = props;
  const texts = useTexts();
  const [value, setValue] = useState(initial);
  const [refused, setRefused] = useState(false);
  const id = useId();

  function submit(event: SubmitEvent) {
    event.preventDefault();
    const name = cleanName(value.toWellFormed());
    setRefused(name === '');
    if (name === '') return;
    setValue(initial);
    props.onSubmit(name);
  }

  return (
    <form className={compact ? styles.compact : styles.form} onSubmit={submit} noValidate>
      <label className={compact ? 'visually-hidden' : styles.label} htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        ref={focused ? focus : null}
        className={styles.input}
        value={value}
        placeholder={placeholder}
        maxLength={NAME_MAX_LENGTH}
        autoComplete={props.autoComplete ?? 'off'}
        enterKeyHint="go"
        aria-invalid={refused}
        aria-describedby={`${id}-note`}
        onChange={(event) => {
          setValue(event.target.value);
          setRefused(false);
        }}
      />
      <p
        id={`${id}-note`}
        className={refused ? styles.refusal : styles.hint}
        role={refused ? 'alert' : undefined}
      >
        {refused ? texts.nameNeeded : hint}
      </p>
      {props.children}
      {props.actionLabel ? (
        <IconButton type="submit" label={props.actionLabel} size="small" className={styles.action}>
          {props.action}
        </IconButton>
      ) : (
        <Button type="submit" look="primary" size="large" className={styles.action}>
          {props.action}
        </Button>
      )}
    </form>
  );
}

/** Puts the cursor where the page asks something, once, and the old text ready to be replaced. */
function focus(input: HTMLInputElement | null): void {
  input?.focus({ preventScroll: true });
  input?.select();
}
