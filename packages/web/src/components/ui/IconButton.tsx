import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';
import styles from './IconButton.module.css';
import { type Side, Tooltip } from './Tooltip.tsx';

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label' | 'title'> {
  /** Its name, which the tooltip shows too. */
  label: string;
  /** The icon. */
  children: ReactNode;
  look?: 'quiet' | 'plain' | 'accent' | 'danger';
  size?: 'small' | 'medium' | 'large';
  /** What the tooltip says where that is more than the name. */
  tooltip?: ReactNode;
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
  tooltip,
  shortcut,
  side = 'top',
  pressed,
  className,
  children,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip text={tooltip ?? label} shortcut={shortcut} side={side}>
      <button
        type="button"
        aria-label={label}
        aria-pressed={pressed}
        className={cx(styles.button, styles[look], className)}
        data-size={size}
        {...rest}
      >
        {children}
      </button>
    </Tooltip>
  );
}
