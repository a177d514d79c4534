import type { ComponentProps } from 'react';
import styles from './Button.module.css';

interface ButtonProps extends ComponentProps<'button'> {
  look?: 'primary' | 'plain' | 'icon';
}

/** `icon` buttons need an `aria-label`; it serves as the tooltip too. */
export function Button({ look = 'plain', type = 'button', className, ...rest }: ButtonProps) {
  const tooltip = look === 'icon' ? rest['aria-label'] : undefined;
  return (
    <button
      type={type}
      title={tooltip}
      className={[styles.button, styles[look], className].filter(Boolean).join(' ')}
      {...rest}
    />
  );
}
