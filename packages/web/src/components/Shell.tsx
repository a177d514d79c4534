import { useEffect } from 'react';
import { NARROW } from '../browser.ts';
import { useApp, useRoomState, useShellState, useTexts, useVisitState } from '../hooks/app.ts';
import { useMessageNews, useTabMark } from '../hooks/useAttention.ts';
import { useFocusRescue } from '../hooks/useFocusRescue.ts';
import { useMedia } from '../hooks/useMedia.ts';
import { useNews } from '../hooks/useNews.ts';
import { useOpenChats } from '../hooks/useOpenChat.ts';
import { useShortcuts } from '../hooks/useShortcuts.ts';
import { destination } from '../model/rooms.ts';
import { Dialogs } from './dialogs/Dialogs.tsx';
import { later } from './later.ts';
import { MainView } from './MainView.tsx';
import { Part } from './Part.tsx';
import styles from './Shell.module.css';
import { Sidebar, SIDEBAR_ID } from './sidebar/Sidebar.tsx';

const CallWatch = later(() => import('./call/CallWatch.tsx').then((of) => of.CallWatch));

const MAIN_ID = 'room';

/** The frame of the page: the rooms at one side, and what happens in them. */
export function Shell() {
  const texts = useTexts();
  const { shell } = useApp();
  const narrow = useNarrow();
  const home = useIsHome();
  const wanted = useShellState((state) => state.sidebarOpen);
  const drawer = narrow && !home;
  const open = home || wanted;
  const covered = drawer && open;
  const view = useViewName();
  const main = useFocusRescue(`${view} ${covered}`);
  useDrawerKeys(covered);
  usePageNews();
  const news = useNews();
  const inCall = useRoomState(({ call }) => call.status === 'joined');

  return (
    <div className={styles.shell} data-home={home} data-sidebar={open} data-narrow={narrow}>
      <a className={styles.skip} href={`#${MAIN_ID}`}>
        {texts.rooms.skip}
      </a>
      <Sidebar hidden={!open} />
      {covered && (
        <button
          type="button"
          className={styles.backdrop}
          aria-label={texts.rooms.closeMenu}
          onClick={() => shell.closeDrawer()}
        />
      )}
      <main id={MAIN_ID} ref={main} className={styles.main} inert={covered} tabIndex={-1}>
        <MainView home={home} />
      </main>
      <Dialogs />
      {inCall && (
        <Part says="nothing">
          <CallWatch />
        </Part>
      )}
      <output className="visually-hidden">{news}</output>
    </div>
  );
}

function usePageNews(): void {
  const target = useRoomState((state) => destination(state.call));
  useTabMark(target);
  useMessageNews();
  useOpenChats();
  useShortcuts();
}

/** Outside of every room, with nothing to look at but the rooms. */
function useIsHome(): boolean {
  const status = useRoomState((state) => state.call.status);
  const room = useVisitState((state) => state.route.room);
  const looking = useShellState((state) => state.looking);
  return status === 'idle' && room === null && looking === null;
}

function useViewName(): string {
  const status = useRoomState((state) => state.call.status);
  const room = useVisitState((state) => state.route.room);
  const looking = useShellState((state) => state.looking);
  return `${status} ${room} ${looking}`;
}

function useNarrow(): boolean {
  const { shell } = useApp();
  const narrow = useMedia(NARROW);
  useEffect(() => shell.roomChanged(narrow), [shell, narrow]);
  return narrow;
}

function useDrawerKeys(covered: boolean): void {
  const { shell } = useApp();
  useEffect(() => {
    if (!covered) return;
    document.getElementById(SIDEBAR_ID)?.focus();
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) shell.closeDrawer();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [covered, shell]);
}
