import type { ClientErrorCode } from '@ottogi/client';
import { useEffect } from 'react';
import { useRoomState, useVisitState } from '../hooks/app.ts';
import { AccessDoor } from './AccessDoor.tsx';
import { InCall } from './call/later.ts';
import { PreJoin } from './call/PreJoin.tsx';
import { EntryFailed, Refused } from './Failure.tsx';
import { Home } from './Home.tsx';
import { Part } from './Part.tsx';
import { Connecting, Entering, InLobby, useConnecting } from './Waiting.tsx';

const ASKS_PASSWORD = new Set<ClientErrorCode>(['accessRequired', 'accessRefused']);

/** What the middle of the page shows, by how things stand with the connection and the call. */
export function Content() {
  const connection = useRoomState((state) => state.connection);
  const call = useRoomState((state) => state.call);
  const room = useVisitState((state) => state.route.room);
  const nameless = useVisitState((state) => state.name === '');
  const connecting = useConnecting();
  const joining = call.status === 'joining';
  useEffect(() => {
    if (joining) InCall.preload();
  }, [joining]);

  if (connection.status === 'refused') {
    const { error } = connection;
    return ASKS_PASSWORD.has(error.code) ? <AccessDoor error={error} /> : <Refused error={error} />;
  }
  switch (call.status) {
    case 'joined':
      return (
        <Part key="call" says="place">
          <InCall call={call} />
        </Part>
      );
    case 'joining':
      return <Entering room={call.room} />;
    case 'waiting':
      return <InLobby room={call.room} />;
    case 'failed':
      return <EntryFailed room={call.room} error={call.error} />;
    case 'idle':
      if (room !== null) return <PreJoin room={room} />;
      // Whoever says their name first does not wait for anything.
      return connecting && !nameless ? <Connecting /> : <Home />;
  }
}
