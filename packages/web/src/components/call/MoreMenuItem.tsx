import type { ReactNode } from 'react';
import { Kbd } from '../ui/Kbd.tsx';
import styles from './ControlBar.module.css';

interface MenuItemProps {
  icon: ReactNode;
  shortcut?: string | undefined;
  on?: boolean;
  disabled?: boolean;
  /** What it means, or how it stands, in a line of its own. */
  note?: string;
  onClick: () => void;
  children: ReactNode;
}

/** One line of the menu of what is wanted seldom. */
export function MenuItem(props: MenuItemProps) {
  const { icon, shortcut, on, disabled = false, note, onClick, children } = props;
  return (
    <button
      type="button"
      className={styles.item}
      aria-pressed={on}
      disabled={disabled}
      onClick={onClick}
    >
      <span className={styles.itemIcon} aria-hidden="true">
        {icon}
      </span>
      <span className={styles.itemText}>
        {children}
        {note !== undefined && <span className={styles.itemNote}>{note}</span>}
      </span>
      {shortcut && <Kbd keys={shortcut} />}
    </button>
  );
}
