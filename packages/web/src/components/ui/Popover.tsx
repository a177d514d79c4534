import { Popover as Base } from '@base-ui/react/popover';
import type { ReactElement, ReactNode } from 'react';
import styles from './Popover.module.css';
import type { Side } from './tooltip.ts';

export interface PopoverProps {
  /** The button that opens it. */
  trigger: ReactElement;
  /** Its name for screen readers; shown as a heading with `titled`. */
  title: string;
  titled?: boolean;
  side?: Side;
  align?: 'start' | 'center' | 'end';
  /** Whether the content reaches to the edges. */
  bare?: boolean;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  children: ReactNode;
}

/** A small window beside the button that opens it. */
export function Popover(props: PopoverProps) {
  const { trigger, title, titled = false, side = 'bottom', align = 'center', bare = false } = props;
  const { children, open, onOpenChange } = props;
  return (
    <Base.Root
      {...(open === undefined ? {} : { open })}
      {...(onOpenChange ? { onOpenChange: (next: boolean) => onOpenChange(next) } : {})}
    >
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner
          side={side}
          align={align}
          sideOffset={8}
          collisionPadding={8}
          className={styles.place}
        >
          <Base.Popup className={styles.popover} data-bare={bare}>
            <Base.Title className={titled ? styles.title : 'visually-hidden'}>{title}</Base.Title>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
