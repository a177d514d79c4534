import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';
import styles from './IconButton.module.css';
import { type Side, tooltip } from './tooltip.ts';

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label' | 'title'> {
  /** Its name, which the tooltip shows too. */
  label: string;
  /** The icon. */
  children: ReactNode;
  look?: 'quiet' | 'plain' | 'accent' | 'danger';
  size?: 'small' | 'medium' | 'large';
  /** What the tooltip says where that is more than the name. */
  explanation?: string;
  shortcut?: string | undefined;
  side?: Side;
  /** For buttons that stay down: whether this one is. */
  pressed?: boolean | undefined;
}

/** A button with an icon, a name, and a tooltip. */
export function IconButton({
  label,
  look = 'quiet',
  size = 'medium',
  explanation = label,
  shortcut,
  side = 'top',
  pressed,
  className,
  children,
  ...rest
}: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-pressed={pressed}
      className={cx(styles.button, styles[look], className)}
      data-size={size}
      {...tooltip(explanation, { shortcut, side })}
      {...rest}
    >
      {children}
    </button>
  );
}
