import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import styles from './Tabs.module.css';

export interface TabsProps<T extends string> {
  /** What the tabs choose among. */
  label: string;
  value: T;
  onChange: (value: T) => void;
  tabs: readonly { value: T; label: string; icon?: ReactNode; content: ReactNode }[];
  /** `vertical` lies down where it is narrow. */
  orientation?: 'horizontal' | 'vertical';
}

export function Tabs<T extends string>(props: TabsProps<T>) {
  const { label, value, onChange, tabs, orientation = 'horizontal' } = props;
  return (
    <Base.Root
      className={styles.tabs}
      value={value}
      orientation={orientation}
      onValueChange={(next: T) => onChange(next)}
    >
      <Base.List className={styles.list} aria-label={label} activateOnFocus>
        {tabs.map((tab) => (
          <Base.Tab key={tab.value} className={styles.tab} value={tab.value}>
            {tab.icon && (
              <span className={styles.icon} aria-hidden="true">
                {tab.icon}
              </span>
            )}
            {tab.label}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map((tab) => (
        <Base.Panel key={tab.value} className={styles.panel} value={tab.value}>
          {tab.content}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
