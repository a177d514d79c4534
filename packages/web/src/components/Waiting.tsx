import { isModerated } from '@ottogi/client';
import { useRoomState, useTexts, useVisit } from '../hooks/app.ts';
import { useAfter } from '../hooks/useAfter.ts';
import { errorText } from '../i18n/index.ts';
import { sameRoom } from '../model/rooms.ts';
import { Button } from './ui/Button.tsx';
import { CheckButton } from './check/CheckButton.tsx';
import { Card } from './Card.tsx';

/** Longer than a server in reach ever takes. */
const SLOW_MS = 5_000;

export function Connecting() {
  const texts = useTexts();
  const why = useDelay();
  return (
    <Card busy title={texts.connecting} {...(why !== null && { lead: why })}>
      {why !== null && (
        <div>
          <CheckButton />
        </div>
      )}
    </Card>
  );
}

/** Whether nothing of the server is known yet. */
export function useConnecting(): boolean {
  return useRoomState(
    ({ connection: { status } }) => status === 'connecting' || status === 'closed',
  );
}

/** What to say meanwhile; null once the server is known. */
export function useConnectingText(): string | null {
  const texts = useTexts();
  const why = useDelay();
  return useConnecting() ? (why ?? texts.connecting) : null;
}

/** Why it takes longer than usual; null as long as it does not. */
function useDelay(): string | null {
  const texts = useTexts();
  const slow = useAfter(SLOW_MS);
  const code = useRoomState(({ connection }) =>
    connection.status === 'connecting' ? connection.error?.code : undefined,
  );
  switch (code) {
    case 'tooManyRequests':
      return texts.connectingHeld;
    case 'accessUnavailable':
      return errorText(texts, code, 'call').title;
    default:
      return slow || code !== undefined ? texts.connectingSlow : null;
  }
}

/** Before a door that somebody has to open from within; one can always turn back. */
export function InLobby({ room }: { room: string }) {
  const texts = useTexts();
  const visit = useVisit();
  const lead = useLobbyText(room);
  return (
    <Card busy title={texts.rooms.inLobby(room)} lead={lead}>
      <div>
        <Button onClick={() => void visit.leave()}>{texts.rooms.stopWaiting}</Button>
      </div>
    </Card>
  );
}

/** Whether there is anybody who could open. */
export function useLobbyText(name: string): string {
  const texts = useTexts();
  const moderated = useRoomState(({ rooms }) =>
    rooms.some((room) => sameRoom(room.name, name) && isModerated(room)),
  );
  return moderated ? texts.rooms.lobbyKnows : texts.rooms.lobbyEmpty;
}

/** On the way into a room; one can always turn back. */
export function Entering({ room }: { room: string }) {
  const texts = useTexts();
  const visit = useVisit();
  return (
    <Card busy title={texts.rooms.entering(room)}>
      <div>
        <Button onClick={() => void visit.leave()}>{texts.cancel}</Button>
      </div>
    </Card>
  );
}
