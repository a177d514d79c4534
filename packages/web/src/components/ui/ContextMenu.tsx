import { ContextMenu as Base } from '@base-ui/react/context-menu';
import type { ReactElement, ReactNode } from 'react';
import styles from './Menu.module.css';

export interface ContextMenuProps {
  /** `MenuItem`s, as in a `Menu`. */
  menu: ReactNode;
  /** What it belongs to: opens at a right click, or a long touch. Give another way by keyboard. */
  children: ReactElement;
}

export function ContextMenu({ menu, children }: ContextMenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner className={styles.place} collisionPadding={8}>
          <Base.Popup className={styles.menu}>{menu}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
