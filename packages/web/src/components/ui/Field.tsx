import { type ComponentProps, type ReactNode, type Ref, useId } from 'react';
import { cx } from './cx.ts';
import styles from './Field.module.css';

export interface FieldProps extends Omit<ComponentProps<'input'>, 'onChange'> {
  label: string;
  /** The label is for screen readers only. */
  labelHidden?: boolean;
  hint?: ReactNode;
  /** Why the value is not taken. */
  error?: ReactNode;
  value: string;
  onChange: (value: string) => void;
  /** At the end of the line, inside of the frame. */
  after?: ReactNode;
  ref?: Ref<HTMLInputElement>;
}

/** A line of text with its label. */
export function Field(props: FieldProps) {
  const { label, labelHidden = false, hint, error, onChange, after, className, ...rest } = props;
  const id = useId();
  const note = error ?? hint;
  return (
    <div className={cx(styles.field, className)}>
      <label className={labelHidden ? 'visually-hidden' : styles.label} htmlFor={id}>
        {label}
      </label>
      <div className={styles.frame}>
        <input
          id={id}
          className={styles.input}
          autoComplete="off"
          aria-invalid={error ? true : undefined}
          aria-describedby={note ? `${id}-note` : undefined}
          onChange={(event) => onChange(event.target.value)}
          {...rest}
        />
        {after}
      </div>
      {note && (
        <p
          id={`${id}-note`}
          className={error ? styles.error : styles.hint}
          role={error ? 'alert' : undefined}
        >
          {note}
        </p>
      )}
    </div>
  );
}
