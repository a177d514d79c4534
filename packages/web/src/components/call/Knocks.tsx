import { ownRoom, type RoomState } from '@ottogi/client';
import { DoorOpen } from 'lucide-react';
import { useApp, useRoomState, useTexts } from '../../hooks/app.ts';
import { useAct } from '../../hooks/useAct.tsx';
import { Avatar } from '../Avatar.tsx';
import { Button } from '../ui/Button.tsx';
import styles from './Knocks.module.css';

type Knock = RoomState['knocks'][number];

/** Who waits to be let in, for whoever moderates the room: as long as somebody does. */
export function Knocks() {
  const texts = useTexts();
  const knocks = useRoomState((state) => state.knocks);
  const roomId = useRoomState((state) => ownRoom(state)?.roomId ?? null);
  if (knocks.length === 0 || roomId === null) return null;
  return (
    <section className={styles.knocks} aria-label={texts.call.waiting(knocks.length)}>
      <p className={styles.title}>
        <DoorOpen aria-hidden="true" />
        {texts.call.waiting(knocks.length)}
      </p>
      <ul className={styles.list}>
        {knocks.map((knock) => (
          <Row key={knock.knockId} knock={knock} roomId={roomId} />
        ))}
      </ul>
    </section>
  );
}

function Row({ knock, roomId }: { knock: Knock; roomId: string }) {
  const texts = useTexts();
  const { client } = useApp();
  const act = useAct();
  const { knockId, name, hue } = knock;
  return (
    <li className={styles.row}>
      <Avatar name={name} hue={hue} />
      <bdi className={styles.name}>{name}</bdi>
      <Button
        size="small"
        look="primary"
        aria-label={texts.call.letInNamed(name)}
        onClick={() => act(client.moderation.admit(roomId, knockId))}
      >
        {texts.call.letIn}
      </Button>
      <Button
        size="small"
        aria-label={texts.call.refuseNamed(name)}
        onClick={() => act(client.moderation.refuse(roomId, knockId))}
      >
        {texts.call.refuse}
      </Button>
    </li>
  );
}
