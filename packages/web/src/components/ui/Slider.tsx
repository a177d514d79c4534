import { Slider as Base } from '@base-ui/react/slider';
import { type ReactNode, useId } from 'react';
import styles from './Slider.module.css';

export interface SliderProps {
  label: string;
  /** The label is for screen readers only. */
  labelHidden?: boolean;
  /** The value is for screen readers only: it is seen in another way. */
  valueHidden?: boolean;
  value: number;
  min: number;
  max: number;
  step?: number;
  disabled?: boolean;
  /** The value in words, such as `120 %`. */
  format?: (value: number) => string;
  onChange: (value: number) => void;
  /** When the thumb is let go. */
  onCommit?: (value: number) => void;
  /** Behind the thumb on the track: a level meter. */
  children?: ReactNode;
}

export function Slider(props: SliderProps) {
  const { label, labelHidden = false, valueHidden = labelHidden, value, min, max } = props;
  const { step = 1, disabled = false, format = String, onChange, onCommit, children } = props;
  const id = useId();
  return (
    <Base.Root
      className={styles.slider}
      value={value}
      min={min}
      max={max}
      step={step}
      largeStep={10 * step}
      disabled={disabled}
      aria-labelledby={id}
      onValueChange={(next) => onChange(next)}
      {...(onCommit ? { onValueCommitted: (next: number) => onCommit(next) } : {})}
    >
      <span id={id} className={labelHidden ? 'visually-hidden' : styles.label}>
        {label}
      </span>
      {!valueHidden && <output className={styles.value}>{format(value)}</output>}
      <Base.Control className={styles.control}>
        <Base.Track className={styles.track}>
          {children}
          <Base.Indicator className={styles.indicator} data-over={children ? 'meter' : undefined} />
          <Base.Thumb className={styles.thumb} getAriaValueText={(_, of) => format(of)} />
        </Base.Track>
      </Base.Control>
    </Base.Root>
  );
}
