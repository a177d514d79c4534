import { useRoomState, useTexts, useVisit, useVisitState } from '../hooks/app.ts';
import { Card } from './Card.tsx';
import { TextForm } from './TextForm.tsx';

/** Outside of every room: asks for a name once, then points at the rooms. */
export function Home() {
  const texts = useTexts();
  const visit = useVisit();
  const name = useVisitState((state) => state.name);
  const recent = useVisitState((state) => state.recent.length);
  const open = useRoomState((state) => state.rooms.length);

  if (name === '') {
    return (
      <Card title={texts.welcome} lead={texts.welcomeLead}>
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
  if (open + recent > 0) return <Card title={texts.hello(name)} lead={texts.pickRoom} />;
  return (
    <Card title={texts.firstRoomTitle} lead={texts.firstRoomLead}>
      <TextForm
        key="room"
        focused
        label={texts.roomName}
        initial={texts.firstRoom}
        action={texts.openRoom}
        onSubmit={(room) => void visit.enter(room)}
      />
    </Card>
  );
}
