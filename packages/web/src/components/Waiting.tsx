import { useRoomState, useTexts, useVisit } from '../hooks/app.ts';
import { useAfter } from '../hooks/useAfter.ts';
import { Button } from './ui/Button.tsx';
import { CheckButton } from './check/CheckButton.tsx';
import { Card } from './Card.tsx';

/** Longer than a server in reach ever takes. */
const SLOW_MS = 5_000;

export function Connecting() {
  const texts = useTexts();
  const slow = useSlow();
  return (
    <Card busy title={texts.connecting} {...(slow ? { lead: texts.connectingSlow } : {})}>
      {slow && (
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
  const slow = useSlow();
  if (!useConnecting()) return null;
  return slow ? texts.connectingSlow : texts.connecting;
}

function useSlow(): boolean {
  const slow = useAfter(SLOW_MS);
  const failed = useRoomState(
    ({ connection }) => connection.status === 'connecting' && connection.error !== null,
  );
  return slow || failed;
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
