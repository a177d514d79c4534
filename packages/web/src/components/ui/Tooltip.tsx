import { Tooltip as Base } from '@base-ui/react/tooltip';
import type { ReactElement, ReactNode } from 'react';
import { Kbd } from './Kbd.tsx';
import styles from './Tooltip.module.css';

export type Side = 'top' | 'right' | 'bottom' | 'left';

export interface TooltipProps {
  text: ReactNode;
  /** A key combination that does the same, such as `Ctrl+D`. */
  shortcut?: string | undefined;
  side?: Side;
  /** What is pointed at. It has to have a name of its own: a tooltip is not announced. */
  children: ReactElement;
}

export function Tooltip({ text, shortcut, side = 'top', children }: TooltipProps) {
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner side={side} sideOffset={8} collisionPadding={8} className={styles.place}>
          <Base.Popup className={styles.tooltip}>
            {text}
            {shortcut && <Kbd keys={shortcut} />}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** Once one tooltip is out, the next one near it comes without a wait. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  return <Base.Provider delay={450}>{children}</Base.Provider>;
}
