import { unreadCount } from '@ottogi/client';
import {
  Armchair,
  Circle,
  DoorOpen,
  KeyRound,
  LoaderCircle,
  Lock,
  LockKeyhole,
  MessageSquareText,
  X,
} from 'lucide-react';
import { type MouseEvent, useState } from 'react';
import {
  useApp,
  useRoomState,
  useShellState,
  useTexts,
  useVisit,
  useVisitState,
} from '../../hooks/app.ts';
import { useLook } from '../../hooks/useLook.ts';
import { destination, isFull, isOnTheWay, type ListedRoom, sameRoom } from '../../model/rooms.ts';
import { formatRoute } from '../../model/route.ts';
import { InCall } from '../call/later.ts';
import { Person } from '../Person.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import styles from './RoomEntry.module.css';
import { RoomMenu, type RoomMenuState } from './RoomMenu.tsx';

/** A room and who is in it. One click enters; one click on another moves. */
export function RoomEntry({ listed }: { listed: ListedRoom }) {
  const { name, room } = listed;
  const texts = useTexts();
  const current = useIsCurrent(listed);
  const peers = room?.peers ?? [];
  const [menu, setMenu] = useState<RoomMenuState>('unused');
  return (
    <li className={styles.entry} data-room={name} data-current={current}>
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- a short cut to what the menu button opens too */}
      <div
        className={styles.line}
        onContextMenu={(event) => {
          if (!room) return;
          event.preventDefault();
          setMenu({ x: event.clientX, y: event.clientY });
        }}
      >
        <RoomLink listed={listed} current={current} />
        {room ? (
          <RoomActions room={room} menu={menu} onMenu={setMenu} />
        ) : (
          <Forget name={name} hidden={current} />
        )}
      </div>
      {room && peers.length > 0 && (
        <ul className={styles.people} aria-label={texts.rooms.peopleIn(name)}>
          {peers.map((peer) => (
            <Person key={peer.peerId} peer={peer} room={room} />
          ))}
        </ul>
      )}
    </li>
  );
}

/** Where one is, or is on the way to, or looks at. */
function useIsCurrent({ name, room }: ListedRoom): boolean {
  const target = useRoomState((state) => destination(state.call));
  const shown = useVisitState((state) => state.route.room);
  const looking = useShellState((state) => state.looking);
  if (looking !== null) return looking === room?.roomId;
  return sameRoom(target ?? shown, name);
}

function RoomLink({ listed, current }: { listed: ListedRoom; current: boolean }) {
  const { name, room } = listed;
  const texts = useTexts();
  const visit = useVisit();
  const { shell } = useApp();
  const target = useRoomState((state) => destination(state.call));
  const onTheWay = useRoomState((state) => isOnTheWay(state.call));
  const inCall = sameRoom(target, name);
  const count = room?.peers.length ?? 0;
  return (
    <a
      className={styles.link}
      href={formatRoute(name)}
      aria-current={current ? 'page' : undefined}
      title={texts.rooms.enterRoom(name)}
      data-in-call={inCall}
      onPointerEnter={InCall.preload}
      onFocus={InCall.preload}
      onClick={(event) => {
        if (opensElsewhere(event)) return;
        event.preventDefault();
        shell.lookAway();
        void visit.enter(name);
      }}
    >
      {inCall && onTheWay ? (
        <LoaderCircle className={styles.loading} aria-hidden="true" />
      ) : (
        <Armchair className={styles.icon} data-occupied={count > 0} aria-hidden="true" />
      )}
      <bdi className={styles.name}>{name}</bdi>
      {room && <DoorMarks room={room} />}
      {room && <Places room={room} />}
    </a>
  );
}

interface OfRoom {
  room: NonNullable<ListedRoom['room']>;
}

/** What one should know before one tries to enter. */
function DoorMarks({ room }: OfRoom) {
  const { rooms, encryption, recording } = useTexts();
  const marks = [
    { on: room.encrypted, Icon: LockKeyhole, text: encryption.title },
    { on: room.hasPassword, Icon: KeyRound, text: rooms.locked },
    { on: room.lobby && !room.locked, Icon: DoorOpen, text: rooms.hasLobby },
    { on: room.locked, Icon: Lock, text: rooms.shut },
    { on: room.recording !== null, Icon: Circle, text: recording.isRecorded, live: true },
  ];
  return marks.map(
    ({ on, Icon, text, live }) =>
      on && (
        <span key={text} className={styles.mark} title={text} data-live={live}>
          <Icon aria-hidden="true" />
          <span className="visually-hidden">{text}</span>
        </span>
      ),
  );
}

/** How many are in it, and out of how many places. */
function Places({ room }: OfRoom) {
  const texts = useTexts();
  const count = room.peers.length;
  if (room.peerLimit === null) {
    if (count === 0) return null;
    return (
      <span className={styles.count} aria-label={texts.people(count)}>
        {count}
      </span>
    );
  }
  const full = isFull(room);
  const places = texts.rooms.places(count, room.peerLimit);
  return (
    <span className={styles.count} data-full={full} aria-label={places} title={places}>
      {full ? texts.rooms.full : `${count}/${room.peerLimit}`}
    </span>
  );
}

interface RoomActionsProps extends OfRoom {
  menu: RoomMenuState;
  onMenu: (menu: RoomMenuState) => void;
}

function RoomActions({ room, menu, onMenu }: RoomActionsProps) {
  const texts = useTexts();
  const look = useLook();
  const unread = useRoomState((state) => unreadCount(state, room.roomId));
  const label = texts.rooms.chatOf(room.name);
  return (
    <div className={styles.actions} data-unread={unread > 0}>
      <RoomMenu room={room} className={styles.hidden} state={menu} onChange={onMenu} />
      <IconButton
        label={unread > 0 ? `${label}, ${texts.rooms.unread(unread)}` : label}
        size="small"
        side="right"
        className={unread > 0 ? undefined : styles.hidden}
        onClick={() => look(room.roomId)}
      >
        {unread > 0 ? (
          <span className={styles.badge}>{unread > 99 ? '99+' : unread}</span>
        ) : (
          <MessageSquareText aria-hidden="true" />
        )}
      </IconButton>
    </div>
  );
}

function Forget({ name, hidden }: { name: string; hidden: boolean }) {
  const texts = useTexts();
  const visit = useVisit();
  if (hidden) return null;
  return (
    <div className={styles.actions}>
      <IconButton
        label={texts.rooms.forgetRoom(name)}
        size="small"
        side="right"
        className={styles.hidden}
        onClick={() => visit.forget(name)}
      >
        <X aria-hidden="true" />
      </IconButton>
    </div>
  );
}

/** A new tab or window, or a download: the browser's business. */
function opensElsewhere(event: MouseEvent): boolean {
  return event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
}
