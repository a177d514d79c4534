import type { ComponentProps } from 'react';
import styles from './Button.module.css';
import { cx } from './cx.ts';

export interface ButtonProps extends ComponentProps<'button'> {
  look?: 'primary' | 'plain' | 'quiet' | 'danger';
  size?: 'small' | 'medium' | 'large';
  /** Under way: says so, and takes no second click. */
  busy?: boolean;
}

export function Button(props: ButtonProps) {
  const { look = 'plain', size = 'medium', busy = false, className, onClick, ...rest } = props;
  return (
    <button
      type="button"
      className={cx(styles.button, styles[look], className)}
      data-size={size}
      aria-busy={busy || undefined}
      onClick={busy ? undefined : onClick}
      {...rest}
    />
  );
}

/** A link that looks like a button: what it leads to, the browser itself gets. */
export function ButtonLink(props: Pick<ButtonProps, 'look' | 'size'> & ComponentProps<'a'>) {
  const { look = 'plain', size = 'medium', className, children, ...rest } = props;
  return (
    <a className={cx(styles.button, styles[look], className)} data-size={size} {...rest}>
      {children}
    </a>
  );
}
