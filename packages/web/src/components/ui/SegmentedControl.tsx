import { type ReactNode, useId } from 'react';
import styles from './SegmentedControl.module.css';

export interface SegmentedControlProps<T extends string> {
  label: string;
  /** The label is for screen readers only. */
  labelHidden?: boolean;
  hint?: ReactNode;
  value: T;
  options: readonly { value: T; label: string; icon?: ReactNode; iconOnly?: boolean }[];
  disabled?: boolean;
  onChange: (value: T) => void;
}

/** One of few, all in sight. */
export function SegmentedControl<T extends string>(props: SegmentedControlProps<T>) {
  const { label, labelHidden = false, hint, value, options, disabled = false, onChange } = props;
  const name = useId();
  return (
    <fieldset className={styles.field} disabled={disabled}>
      <legend className={labelHidden ? 'visually-hidden' : styles.label}>{label}</legend>
      <div className={styles.segments}>
        {options.map((option) => (
          <label key={option.value} className={styles.segment}>
            <input
              type="radio"
              className="visually-hidden"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            {option.icon && (
              <span className={styles.icon} aria-hidden="true">
                {option.icon}
              </span>
            )}
            <span className={option.iconOnly ? 'visually-hidden' : undefined}>{option.label}</span>
          </label>
        ))}
      </div>
      {hint && <p className={styles.hint}>{hint}</p>}
    </fieldset>
  );
}
