import { Menu as Base } from '@base-ui/react/menu';
import { type ReactElement, type ReactNode, useMemo } from 'react';
import { Kbd } from './Kbd.tsx';
import styles from './Menu.module.css';
import type { Side } from './tooltip.ts';

/** Distances from the left and upper edge of the window, in CSS px. */
export interface Point {
  x: number;
  y: number;
}

export interface MenuProps {
  /** The button that opens it. */
  trigger: ReactElement;
  side?: Side;
  align?: 'start' | 'center' | 'end';
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** Where it opens instead of beside its button: where somebody clicked. */
  at?: Point | null;
  /** `MenuItem`s and what stands beside them. */
  children: ReactNode;
}

export function Menu(props: MenuProps) {
  const { trigger, side = 'bottom', align = 'start', at = null, children, ...rest } = props;
  const anchor = useMemo(
    () => (at ? { getBoundingClientRect: () => new DOMRect(at.x, at.y, 0, 0) } : undefined),
    [at],
  );
  return (
    <Base.Root modal={false} {...rest}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner
          anchor={anchor}
          side={at ? 'bottom' : side}
          align={align}
          sideOffset={at ? 0 : 6}
          collisionPadding={8}
          className={styles.place}
        >
          <Base.Popup className={styles.menu}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export interface MenuItemProps {
  icon?: ReactNode;
  shortcut?: string | undefined;
  look?: 'plain' | 'danger';
  disabled?: boolean;
  /** Whether the menu closes at a click; it does unless told otherwise. */
  closes?: boolean;
  onClick: () => void;
  children: ReactNode;
}

export function MenuItem(props: MenuItemProps) {
  const { icon, shortcut, look = 'plain', disabled = false, closes = true } = props;
  return (
    <Base.Item
      className={styles.item}
      data-look={look}
      disabled={disabled}
      closeOnClick={closes}
      onClick={props.onClick}
    >
      <span className={styles.icon} aria-hidden="true">
        {icon}
      </span>
      <span className={styles.text}>{props.children}</span>
      {shortcut && <Kbd keys={shortcut} />}
    </Base.Item>
  );
}

export function MenuSeparator() {
  return <Base.Separator className={styles.separator} />;
}
