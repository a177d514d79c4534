import { type AckData, type RequestData, type RequestName, roomKey } from '@ottogi/protocol';
import { RequestError } from '../errors.ts';
import { iceServersFor, type IceServerConfig } from '../media/iceServers.ts';
import type { Rooms } from '../rooms/Rooms.ts';
import type { Endpoint } from '../topologies/Topology.ts';
import type { Session } from './Session.ts';

export interface HandlerContext {
  rooms: Rooms;
  ice: IceServerConfig;
}

/** Answers one request: exactly once `acknowledge`, or an exception. */
export type Handler<N extends RequestName> = (
  session: Session,
  data: RequestData<N>,
  acknowledge: (data: AckData<N>) => void,
) => Promise<void>;

export type Handlers = { readonly [N in RequestName]: Handler<N> };

export function createHandlers({ rooms, ice }: HandlerContext): Handlers {
  return {
    join: (session, data, acknowledge) =>
      session.exclusive(async () => {
        const previous = session.peer;
        if (previous && roomKey(data.room) === roomKey(previous.roomName)) {
          throw new RequestError(
            'alreadyJoined',
            `this session is in ${previous.roomName} already`,
          );
        }
        const { peer, setup } = await rooms.join(session, data);
        session.peer = peer;
        previous?.close();
        const iceServers = iceServersFor(ice, peer.peerId, Date.now());
        acknowledge({ roomId: peer.roomId, peerId: peer.peerId, iceServers, ...setup });
        // Only now: the client cannot take a publication before it knows its transports.
        peer.endpoint?.open();
      }),

    leave: (session, _data, acknowledge) =>
      session.exclusive(async () => {
        session.requirePeer().close();
        session.peer = null;
        acknowledge({});
      }),

    connectTransport: async (session, { transportId, dtlsParameters }, acknowledge) => {
      await endpointOf(session).connectTransport(transportId, dtlsParameters);
      acknowledge({});
    },

    produce: async (session, data, acknowledge) => {
      acknowledge({ producerId: await endpointOf(session).produce(data) });
    },

    closeProducer: async (session, { producerId }, acknowledge) => {
      endpointOf(session).closeProducer(producerId);
      acknowledge({});
    },

    pauseProducer: async (session, { producerId }, acknowledge) => {
      await endpointOf(session).pauseProducer(producerId);
      acknowledge({});
    },

    resumeProducer: async (session, { producerId }, acknowledge) => {
      await endpointOf(session).resumeProducer(producerId);
      acknowledge({});
    },

    subscribe: async (session, { peerId, source }, acknowledge) => {
      endpointOf(session).subscribe(peerId, source);
      acknowledge({});
    },

    unsubscribe: async (session, { peerId, source }, acknowledge) => {
      endpointOf(session).unsubscribe(peerId, source);
      acknowledge({});
    },

    getSnapshot: async (session, _data, acknowledge) => {
      acknowledge({ seq: session.seq, rooms: rooms.documents(), call: callOf(session) });
    },
  };
}

function endpointOf(session: Session): Endpoint {
  const { endpoint } = session.requirePeer();
  if (!endpoint) throw new RequestError('notJoined', 'this session is in no call');
  return endpoint;
}

function callOf({ peer }: Session): AckData<'getSnapshot'>['call'] {
  if (!peer?.endpoint) return null;
  const { producers } = peer.endpoint.documents();
  return {
    roomId: peer.roomId,
    peerId: peer.peerId,
    producers: producers.map(({ producerId }) => producerId),
    consumers: peer.endpoint.setup.consumers,
  };
}
