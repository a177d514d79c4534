import { useEffect, useState } from 'react';
import { useRoomState, useTexts, useVisitState } from '../hooks/app.ts';
import { useFocusRescue } from '../hooks/useFocusRescue.ts';
import { useMedia } from '../hooks/useMedia.ts';
import { useNews } from '../hooks/useNews.ts';
import { destination } from '../model/rooms.ts';
import type { Route } from '../model/route.ts';
import { Banners } from './Banners.tsx';
import { Content } from './Content.tsx';
import styles from './Shell.module.css';
import { Sidebar, SIDEBAR_ID } from './Sidebar.tsx';
import { TopBar } from './TopBar.tsx';

/** As in the style sheets: below this the rooms are a drawer. */
const SMALL = '(max-width: 47.99em)';

/** The frame of the page: the rooms at one side, and what happens in them. */
export function Shell() {
  const texts = useTexts();
  const route = useVisitState((state) => state.route);
  const target = useRoomState((state) => destination(state.call));
  const status = useRoomState((state) => state.call.status);
  const news = useNews();
  const small = useMedia(SMALL);
  // Wherever one goes by the drawer, it has done its work.
  const [openAt, setOpenAt] = useState<Route | null>(null);
  const home = status === 'idle' && route.room === null;
  const drawer = small && !home;
  const open = drawer && openAt === route;
  const main = useFocusRescue(`${status} ${route.room} ${open}`);

  useEffect(() => {
    document.title = target === null ? 'Ottogi' : `${target} · Ottogi`;
  }, [target]);

  useEffect(() => {
    if (!open) return;
    document.getElementById(SIDEBAR_ID)?.focus();
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setOpenAt(null);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [open]);

  return (
    <div className={styles.shell} data-home={home} data-drawer={open}>
      <Sidebar hidden={drawer && !open} />
      {open && (
        <button
          type="button"
          className={styles.backdrop}
          aria-label={texts.closeMenu}
          onClick={() => setOpenAt(null)}
        />
      )}
      <main ref={main} className={styles.main} inert={open} tabIndex={-1}>
        {!home && <TopBar menuOpen={open} onMenu={() => setOpenAt(route)} />}
        <Banners />
        <Content />
      </main>
      <output className="visually-hidden">{news}</output>
    </div>
  );
}
