import { Menu as Base } from '@base-ui/react/menu';
import { Check, ChevronRight } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { Kbd } from './Kbd.tsx';
import styles from './Menu.module.css';
import type { Side } from './Tooltip.tsx';

export interface MenuProps {
  /** The button that opens it. */
  trigger: ReactElement;
  side?: Side;
  align?: 'start' | 'center' | 'end';
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** `MenuItem`s and what stands beside them. */
  children: ReactNode;
}

export function Menu({ trigger, side = 'bottom', align = 'start', children, ...rest }: MenuProps) {
  return (
    <Base.Root modal={false} {...rest}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner
          side={side}
          align={align}
          sideOffset={6}
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

export interface MenuCheckboxItemProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  children: ReactNode;
}

export function MenuCheckboxItem({
  checked,
  onChange,
  disabled = false,
  children,
}: MenuCheckboxItemProps) {
  return (
    <Base.CheckboxItem
      className={styles.item}
      checked={checked}
      disabled={disabled}
      onCheckedChange={(next) => onChange(next)}
    >
      <span className={styles.icon} aria-hidden="true">
        <Base.CheckboxItemIndicator>
          <Check />
        </Base.CheckboxItemIndicator>
      </span>
      <span className={styles.text}>{children}</span>
    </Base.CheckboxItem>
  );
}

export interface MenuChoiceProps<T extends string> {
  /** What is chosen here; the heading of its items. */
  label: string;
  value: T;
  options: readonly { value: T; label: ReactNode }[];
  onChange: (value: T) => void;
}

/** One of several. */
export function MenuChoice<T extends string>({
  label,
  value,
  options,
  onChange,
}: MenuChoiceProps<T>) {
  return (
    <Base.Group>
      <Base.GroupLabel className={styles.label}>{label}</Base.GroupLabel>
      <Base.RadioGroup value={value} onValueChange={(next: T) => onChange(next)}>
        {options.map((option) => (
          <Base.RadioItem key={option.value} className={styles.item} value={option.value}>
            <span className={styles.icon} aria-hidden="true">
              <Base.RadioItemIndicator>
                <Check />
              </Base.RadioItemIndicator>
            </span>
            <span className={styles.text}>{option.label}</span>
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
    </Base.Group>
  );
}

/** Items under a heading. */
export function MenuGroup({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <Base.Group>
      <Base.GroupLabel className={styles.label}>{label}</Base.GroupLabel>
      {children}
    </Base.Group>
  );
}

export function MenuSeparator() {
  return <Base.Separator className={styles.separator} />;
}

/** A menu in the menu. */
export function Submenu({
  icon,
  label,
  children,
}: {
  icon?: ReactNode;
  label: string;
  children: ReactNode;
}) {
  return (
    <Base.SubmenuRoot>
      <Base.SubmenuTrigger className={styles.item}>
        <span className={styles.icon} aria-hidden="true">
          {icon}
        </span>
        <span className={styles.text}>{label}</span>
        <ChevronRight aria-hidden="true" />
      </Base.SubmenuTrigger>
      <Base.Portal>
        <Base.Positioner className={styles.place} sideOffset={2} collisionPadding={8}>
          <Base.Popup className={styles.menu}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.SubmenuRoot>
  );
}
