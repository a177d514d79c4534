import { lazy, Suspense, useState } from 'react';
import { useRoomState, useVisitState } from '../hooks/app.ts';
import { EntryFailed, Refused } from './Failure.tsx';
import { Home } from './Home.tsx';
import { Connecting, Entering } from './Waiting.tsx';

const InCall = lazy(() => import('./call/InCall.tsx').then((of) => ({ default: of.InCall })));
const PreJoin = lazy(() => import('./call/PreJoin.tsx').then((of) => ({ default: of.PreJoin })));

/** What the middle of the page shows, by how things stand with the connection and the call. */
export function Content() {
  return (
    <Suspense>
      <View />
    </Suspense>
  );
}

function View() {
  const connection = useRoomState((state) => state.connection);
  const call = useRoomState((state) => state.call);
  const room = useVisitState((state) => state.route.room);
  const [stood, setStood] = useState(call);
  if (call.status === 'joined' && call !== stood) setStood(call);

  if (connection.status === 'refused') return <Refused error={connection.error} />;
  switch (call.status) {
    case 'joined':
      return <InCall call={call} />;
    case 'joining':
      // A call that was lost keeps its last picture until it stands again.
      if (call.again && stood.status === 'joined') return <InCall call={stood} />;
      return <Entering room={call.room} again={call.again} />;
    case 'failed':
      return <EntryFailed room={call.room} error={call.error} />;
    case 'idle':
      if (connection.status === 'connecting' || connection.status === 'closed') {
        return <Connecting />;
      }
      return room === null ? <Home /> : <PreJoin room={room} />;
  }
}
