import { useRoomState, useTexts, useVisit, useVisitState } from '../hooks/app.ts';
import { sameRoom } from '../model/rooms.ts';
import { Card } from './Card.tsx';
import styles from './JoinCard.module.css';
import { Person } from './Person.tsx';
import { TextForm } from './TextForm.tsx';
import { WishButtons } from './WishButtons.tsx';

/** The door of one room, for whoever comes by a link: who is inside, and as whom one enters. */
export function JoinCard({ room }: { room: string }) {
  const texts = useTexts();
  const visit = useVisit();
  const name = useVisitState((state) => state.name);
  const rooms = useRoomState((state) => state.rooms);
  const open = rooms.find((other) => sameRoom(other.name, room));
  const peers = open?.peers ?? [];

  return (
    <Card
      title={open?.name ?? room}
      lead={peers.length > 0 ? texts.people(peers.length) : texts.joinAlone}
    >
      {peers.length > 0 && (
        <ul className={styles.people} aria-label={texts.peopleIn(room)}>
          {peers.map((peer) => (
            <Person key={peer.peerId} peer={peer} />
          ))}
        </ul>
      )}
      <TextForm
        key={room}
        focused={name === ''}
        label={texts.yourName}
        initial={name}
        autoComplete="nickname"
        action={texts.join}
        onSubmit={(value) => {
          if (value !== name) visit.setName(value);
          void visit.enter(room);
        }}
      >
        <div className={styles.wishes}>
          <WishButtons labelled />
        </div>
      </TextForm>
    </Card>
  );
}
