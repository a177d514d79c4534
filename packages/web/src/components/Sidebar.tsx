import { Plus } from 'lucide-react';
import { useTexts, useVisit } from '../hooks/app.ts';
import { Logo } from './Logo.tsx';
import { OwnPanel } from './OwnPanel.tsx';
import { RoomList } from './RoomList.tsx';
import styles from './Sidebar.module.css';
import { TextForm } from './TextForm.tsx';

export const SIDEBAR_ID = 'rooms';

/** `hidden` where it is a drawer that is closed now. */
export function Sidebar({ hidden }: { hidden: boolean }) {
  const texts = useTexts();
  const visit = useVisit();
  return (
    <aside
      id={SIDEBAR_ID}
      className={styles.sidebar}
      data-hidden={hidden}
      inert={hidden}
      tabIndex={-1}
    >
      <header className={styles.brand}>
        <span className={styles.logo}>
          <Logo />
        </span>
        Ottogi
      </header>
      <nav className={styles.rooms} aria-label={texts.rooms}>
        <h2 className={styles.heading}>{texts.rooms}</h2>
        <RoomList />
        <div className={styles.newRoom}>
          <TextForm
            compact
            label={texts.newRoom}
            placeholder={texts.newRoom}
            action={<Plus aria-hidden="true" />}
            actionLabel={texts.openRoom}
            onSubmit={(room) => void visit.enter(room)}
          />
        </div>
      </nav>
      <OwnPanel />
    </aside>
  );
}
