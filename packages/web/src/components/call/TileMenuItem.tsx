import type { ReactNode } from 'react';
import styles from './TileMenu.module.css';

interface TileMenuItemProps {
  icon: ReactNode;
  look?: 'plain' | 'danger';
  onClick: () => void;
  children: ReactNode;
}

export function TileMenuItem({ icon, look = 'plain', onClick, children }: TileMenuItemProps) {
  return (
    <button type="button" className={styles.item} data-look={look} onClick={onClick}>
      <span className={styles.icon} aria-hidden="true">
        {icon}
      </span>
      {children}
    </button>
  );
}
