import { ownRoom, type RoomState, unreadCount } from '@ottogi/client';
import { ArrowLeft, Link, Menu, MessageSquareText, Video } from 'lucide-react';
import { useApp, useRoomState, useShellState, useTexts, useVisitState } from '../hooks/app.ts';
import { useCopy } from '../hooks/useCopy.tsx';
import { useRoomLink } from '../hooks/useRoomLink.ts';
import { shortcutOf } from '../model/shortcuts.ts';
import { RecordingMark } from './recording/RecordingMark.tsx';
import { SIDEBAR_ID } from './sidebar/Sidebar.tsx';
import styles from './TopBar.module.css';
import { TopologyBadge } from './TopologyBadge.tsx';
import { IconButton } from './ui/IconButton.tsx';
import { SegmentedControl } from './ui/SegmentedControl.tsx';

/** Which room this is, and how to bring somebody here. On small screens, the way to the others. */
export function TopBar() {
  const looking = useShellState((state) => state.looking);
  const inCall = useRoomState(isInCall);
  return (
    <header className={styles.bar} data-bare={!inCall && looking === null}>
      <MenuButton />
      {looking !== null ? <Looking roomId={looking} /> : inCall && <InRoom />}
    </header>
  );
}

function isInCall({ call }: RoomState): boolean {
  return call.status === 'joined';
}

function MenuButton() {
  const texts = useTexts();
  const { shell } = useApp();
  const open = useShellState((state) => state.sidebarOpen);
  return (
    <IconButton
      className={styles.menu}
      data-open={open}
      label={open ? texts.rooms.closeMenu : texts.rooms.openMenu}
      shortcut={shortcutOf('toggleSidebar')}
      side="bottom"
      aria-expanded={open}
      aria-controls={SIDEBAR_ID}
      onClick={() => shell.toggleSidebar()}
    >
      <Menu aria-hidden="true" />
    </IconButton>
  );
}

/** Of the room whose chat is read. */
function Looking({ roomId }: { roomId: string }) {
  const texts = useTexts();
  const { shell } = useApp();
  const room = useRoomState(({ rooms }) => rooms.find((each) => each.roomId === roomId));
  return (
    <>
      <IconButton label={texts.chat.back} side="bottom" onClick={() => shell.lookAway()}>
        <ArrowLeft aria-hidden="true" />
      </IconButton>
      <Name name={room?.name ?? ''} note={room?.topic || texts.chat.title} />
    </>
  );
}

function InRoom() {
  const texts = useTexts();
  const copy = useCopy();
  const linkTo = useRoomLink();
  const call = useRoomState((state) => state.call);
  const topic = useRoomState((state) => ownRoom(state)?.topic ?? '');
  const count = useRoomState((state) => ownRoom(state)?.peers.length ?? 1);
  const recording = useRoomState((state) => ownRoom(state)?.recording);
  const shown = useVisitState((state) => state.route.room);
  const room = call.status === 'idle' ? (shown ?? '') : call.room;
  return (
    <>
      <Name name={room} note={note()} />
      <TopologyBadge />
      {recording && <RecordingMark recording={recording} />}
      <span className={styles.link}>
        <IconButton label={texts.copyLink} side="bottom" onClick={() => copy(linkTo(room))}>
          <Link aria-hidden="true" />
        </IconButton>
      </span>
      <PaneSwitch />
    </>
  );

  function note(): string {
    if (call.status !== 'joined') return '';
    if (call.knocking) return texts.rooms.inLobby(call.movingTo ?? '');
    if (call.movingTo !== null) return texts.rooms.movingTo(call.movingTo);
    if (call.media === 'connecting') return texts.call.mediaConnecting;
    return topic === '' ? texts.people(count) : `${texts.people(count)} · ${topic}`;
  }
}

function Name({ name, note }: { name: string; note: string }) {
  return (
    <div className={styles.name}>
      <h1 className={styles.room}>
        <bdi>{name}</bdi>
      </h1>
      <output className={styles.note}>{note}</output>
    </div>
  );
}

/** Where there is no room for both: the call, or its chat. */
function PaneSwitch() {
  const texts = useTexts();
  const { shell } = useApp();
  const open = useShellState((state) => state.chatOpen);
  const unread = useRoomState((state) => unreadCount(state, ownRoom(state)?.roomId ?? ''));
  const news = !open && unread > 0;
  const chat = news ? `${texts.rooms.chat}, ${texts.rooms.unread(unread)}` : texts.rooms.chat;
  return (
    <div className={styles.panes} data-news={news}>
      <SegmentedControl
        label={texts.rooms.view}
        labelHidden
        value={open ? 'chat' : 'call'}
        options={[
          { value: 'call', label: texts.rooms.call, icon: <Video />, iconOnly: true },
          { value: 'chat', label: chat, icon: <MessageSquareText />, iconOnly: true },
        ]}
        onChange={(pane) => shell.setChatOpen(pane === 'chat')}
      />
    </div>
  );
}
