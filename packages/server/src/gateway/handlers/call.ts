import { type AckData, type callRequests } from '@ottogi/protocol';
import { RequestError } from '../../errors.ts';
import { iceServersFor } from '../../media/iceServers.ts';
import type { Session } from '../Session.ts';
import type { HandlerContext, HandlersOf } from './Handler.ts';

export function callHandlers({
  rooms,
  people,
  ice,
}: HandlerContext): HandlersOf<typeof callRequests> {
  return {
    join: (session, data, acknowledge) =>
      session.exclusive(async () => {
        const previous = session.peer;
        if (previous && rooms.named(data.room)?.roomId === previous.room.roomId) {
          throw new RequestError(
            'alreadyJoined',
            `this session is in ${previous.room.name} already`,
          );
        }
        const { peer, setup } = await rooms.join(session, data);
        session.peer = peer;
        previous?.close();
        people.entered(session.person, peer.room, peer.name);
        const { peerId, room } = peer;
        const iceServers = iceServersFor(ice, peerId, Date.now());
        acknowledge({ roomId: room.roomId, peerId, iceServers, ...setup });
        // Only now: the client cannot take a publication before it knows its transports.
        peer.endpoint?.open();
      }),

    leave: (session, _data, acknowledge) =>
      session.exclusive(async () => {
        session.requirePeer().close();
        session.peer = null;
        acknowledge({});
      }),

    updatePeer: async (session, data, acknowledge) => {
      session.requirePeer().update(data);
      acknowledge({});
    },

    react: async (session, { emoji }, acknowledge) => {
      const { peerId, room } = session.requirePeer();
      session.reactions.take();
      rooms.get(room.roomId).call?.react(peerId, emoji);
      acknowledge({});
    },

    getSnapshot: async (session, _data, acknowledge) => {
      acknowledge({ seq: session.seq, rooms: rooms.documents(), call: callOf(session) });
    },
  };
}

function callOf({ peer }: Session): AckData<'getSnapshot'>['call'] {
  if (!peer?.endpoint) return null;
  return {
    roomId: peer.room.roomId,
    peerId: peer.peerId,
    producers: peer.endpoint.producersWanted(),
    consumers: peer.endpoint.setup.consumers,
  };
}
