import { CSPProvider } from '@base-ui/react/csp-provider';
import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronDown } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import styles from './Select.module.css';

export interface SelectProps<T extends string> {
  label: string;
  /** The label is for screen readers only. */
  labelHidden?: boolean;
  hint?: ReactNode;
  value: T;
  options: readonly { value: T; label: string }[];
  disabled?: boolean;
  onChange: (value: T) => void;
}

/** One of many. Of few, `SegmentedControl` shows all at once. */
export function Select<T extends string>(props: SelectProps<T>) {
  const { label, labelHidden = false, hint, value, options, disabled = false, onChange } = props;
  const id = useId();
  return (
    <div className={styles.field}>
      <Base.Root
        items={options}
        value={value}
        disabled={disabled}
        onValueChange={(next: T | null) => next !== null && onChange(next)}
      >
        <Base.Label className={labelHidden ? 'visually-hidden' : styles.label}>{label}</Base.Label>
        <Base.Trigger className={styles.trigger} aria-describedby={hint ? id : undefined}>
          <Base.Value className={styles.value} />
          <Base.Icon className={styles.icon}>
            <ChevronDown />
          </Base.Icon>
        </Base.Trigger>
        <Base.Portal>
          <Base.Positioner
            className={styles.place}
            alignItemWithTrigger={false}
            sideOffset={4}
            collisionPadding={8}
          >
            {/* A style in the document is what the server's Content-Security-Policy forbids. */}
            <CSPProvider disableStyleElements>
              <Base.Popup className={styles.popup}>
                <Base.List>
                  {options.map((option) => (
                    <Base.Item key={option.value} className={styles.item} value={option.value}>
                      <span className={styles.check}>
                        <Base.ItemIndicator>
                          <Check aria-hidden="true" />
                        </Base.ItemIndicator>
                      </span>
                      <Base.ItemText>{option.label}</Base.ItemText>
                    </Base.Item>
                  ))}
                </Base.List>
              </Base.Popup>
            </CSPProvider>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
      {hint && (
        <p id={id} className={styles.hint}>
          {hint}
        </p>
      )}
    </div>
  );
}
