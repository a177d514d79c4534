import { Armchair, LoaderCircle, X } from 'lucide-react';
import { type MouseEvent, useMemo } from 'react';
import { useRoomState, useTexts, useVisit, useVisitState } from '../hooks/app.ts';
import { formatRoute } from '../model/route.ts';
import { destination, type ListedRoom, listRooms, sameRoom } from '../model/rooms.ts';
import { Button } from './Button.tsx';
import { Person } from './Person.tsx';
import styles from './RoomList.module.css';

/** Every room and who is in it. One click enters, one click on another moves. */
export function RoomList() {
  const open = useRoomState((state) => state.rooms);
  const recent = useVisitState((state) => state.recent);
  const rooms = useMemo(() => listRooms(open, recent), [open, recent]);
  return (
    <ul className={styles.rooms}>
      {rooms.map((room) => (
        <RoomEntry key={room.key} room={room} />
      ))}
    </ul>
  );
}

function RoomEntry({ room }: { room: ListedRoom }) {
  const texts = useTexts();
  const visit = useVisit();
  const target = useRoomState((state) => destination(state.call));
  const arrived = useRoomState(({ call }) => call.status === 'joined' && call.movingTo === null);
  const shown = useVisitState((state) => state.route.room);
  const isTarget = sameRoom(target, room.name);
  const current = target === null ? sameRoom(shown, room.name) : isTarget;
  const count = room.peers.length;

  return (
    <li className={styles.entry} data-room={room.name} data-current={current}>
      <div className={styles.line}>
        <a
          className={styles.link}
          href={formatRoute(room.name)}
          aria-current={current ? 'page' : undefined}
          title={texts.enterRoom(room.name)}
          onClick={(event) => {
            if (opensElsewhere(event)) return;
            event.preventDefault();
            void visit.enter(room.name);
          }}
        >
          {isTarget && !arrived ? (
            <LoaderCircle className={styles.loading} aria-hidden="true" />
          ) : (
            <Armchair className={styles.icon} data-occupied={count > 0} aria-hidden="true" />
          )}
          <bdi className={styles.name}>{room.name}</bdi>
          {count > 0 && (
            <span className={styles.count} aria-label={texts.people(count)}>
              {count}
            </span>
          )}
        </a>
        {room.remembered && !current && (
          <Button
            look="icon"
            className={styles.forget}
            aria-label={texts.forgetRoom(room.name)}
            onClick={() => visit.forget(room.name)}
          >
            <X aria-hidden="true" />
          </Button>
        )}
      </div>
      {count > 0 && (
        <ul className={styles.people} aria-label={texts.peopleIn(room.name)}>
          {room.peers.map((peer) => (
            <Person key={peer.peerId} peer={peer} />
          ))}
        </ul>
      )}
    </li>
  );
}

/** A new tab or window, or a download: the browser's business. */
function opensElsewhere(event: MouseEvent): boolean {
  return event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
}
