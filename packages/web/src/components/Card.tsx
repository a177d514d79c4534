import type { ReactNode } from 'react';
import styles from './Card.module.css';
import { Logo } from './Logo.tsx';

interface CardProps {
  title: string;
  lead?: string;
  /** The roly-poly moves while something is on its way. */
  busy?: boolean;
  /** Whether it is bad news. */
  alert?: boolean;
  children?: ReactNode;
}

/** What stands in the middle of the page when there is no call to show. */
export function Card({ title, lead, busy = false, alert = false, children }: CardProps) {
  const role = alert ? 'alert' : busy ? 'status' : undefined;
  return (
    <section className={styles.place}>
      <div className={styles.card} role={role} data-busy={busy}>
        <span className={styles.logo}>
          <Logo wobbling={busy} />
        </span>
        <h1 className={styles.title}>{title}</h1>
        {lead && <p className={styles.lead}>{lead}</p>}
        {children && <div className={styles.content}>{children}</div>}
      </div>
    </section>
  );
}
