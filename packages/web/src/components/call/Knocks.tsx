import { ownRoom, type RoomState } from '@ottogi/client';
import { DoorOpen } from 'lucide-react';
import { type RefObject, useEffect, useRef } from 'react';
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
  const section = useAnswered(knocks.length);
  if (knocks.length === 0 || roomId === null) return null;
  return (
    <section
      ref={section}
      className={styles.knocks}
      aria-label={texts.call.waiting(knocks.length)}
      tabIndex={-1}
    >
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

/**
 * A button goes with the one who waited. Whoever answered by the keyboard goes on with the next, or
 * with the call; not on a button, lest one key lets in two.
 */
function useAnswered(count: number): RefObject<HTMLElement | null> {
  const section = useRef<HTMLElement>(null);
  const before = useRef(count);
  useEffect(() => {
    const fewer = count < before.current;
    before.current = count;
    if (!fewer || document.activeElement !== document.body) return;
    (section.current ?? document.querySelector('main'))?.focus({ preventScroll: true });
  }, [count]);
  return section;
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
