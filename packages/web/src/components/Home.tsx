import { useApp, useRoomState, useTexts, useVisit, useVisitState } from '../hooks/app.ts';
import { useNow } from '../hooks/useNow.ts';
import { timeAgo } from '../model/time.ts';
import { Card } from './Card.tsx';
import styles from './Home.module.css';
import { GrantedRooms } from './GrantedRooms.tsx';
import { TextForm } from './TextForm.tsx';
import { Button } from './ui/Button.tsx';

/** Outside of every room: asks for a name once, then points at the rooms. */
export function Home() {
  const texts = useTexts();
  const visit = useVisit();
  const name = useVisitState((state) => state.name);
  const recent = useVisitState((state) => state.recent.length);
  const open = useRoomState((state) => state.rooms.length);
  const granted = useRoomState((state) => state.grants.rooms);

  if (name === '') {
    return (
      <Card title={texts.rooms.welcome} lead={texts.rooms.welcomeLead}>
        <TextForm
          key="name"
          focused
          label={texts.yourName}
          hint={texts.yourNameHint}
          autoComplete="nickname"
          action={texts.continue}
          onSubmit={(value) => visit.setName(value)}
        />
      </Card>
    );
  }
  if (granted.length > 0) {
    return (
      <Card title={texts.rooms.hello(name)} lead={texts.rooms.pickRoom}>
        <GrantedRooms rooms={granted} />
      </Card>
    );
  }
  if (open + recent > 0) {
    return (
      <Card title={texts.rooms.hello(name)} lead={texts.rooms.pickRoom}>
        <LastLocation />
      </Card>
    );
  }
  return (
    <Card title={texts.rooms.firstRoomTitle} lead={texts.rooms.firstRoomLead}>
      <TextForm
        key="room"
        focused
        label={texts.rooms.roomName}
        initial={texts.rooms.firstRoom}
        action={texts.rooms.openRoom}
        onSubmit={(room) => void visit.enter(room)}
      />
    </Card>
  );
}

/** Where one was last, on whatever device. */
function LastLocation() {
  const texts = useTexts();
  const visit = useVisit();
  const { language } = useApp();
  const now = useNow();
  const last = useRoomState((state) => state.person?.lastLocation ?? null);
  const room = useRoomState(({ rooms }) => rooms.find(({ roomId }) => roomId === last?.roomId));
  if (!last) return null;
  const name = room?.name ?? last.name;
  const there = room?.peers.map((peer) => peer.name) ?? [];
  const detail =
    there.length > 0
      ? texts.rooms.whoIsThere(new Intl.ListFormat(language).format(there))
      : texts.rooms.lastThere(timeAgo(last.at, now, language));
  return (
    <div className={styles.last}>
      <Button look="primary" size="large" onClick={() => void visit.enter(name)}>
        <bdi className={styles.name}>{texts.rooms.backTo(name)}</bdi>
      </Button>
      <p className={styles.detail}>{detail}</p>
    </div>
  );
}
