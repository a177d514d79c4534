import type { AckData, callRequests } from '@ottogi/protocol';
import type { Rooms } from '../../rooms/Rooms.ts';
import type { Session } from '../Session.ts';
import { downlinksOf } from './downlinksOf.ts';
import type { HandlerContext, HandlersOf } from './Handler.ts';
import { join } from './join.ts';

export function callHandlers(context: HandlerContext): HandlersOf<typeof callRequests> {
  const { rooms, resumeTokens } = context;
  return {
    join: (session, data, acknowledge) =>
      session.exclusive(() => join(context, session, data, acknowledge)),

    leave: (session, { resumeToken }, acknowledge) =>
      session.exclusive(async () => {
        const waits = session.lobby !== null;
        session.lobby?.withdraw(session);
        session.entry = null;
        const former = await resumeTokens.read(resumeToken, session.personId);
        const { peer } = session;
        const living = former && rooms.member(former);
        if (former) rooms.leave(former);
        if (peer && !living) rooms.leave(peer);
        else if (!peer && !waits && !former) session.requirePeer();
        acknowledge({});
      }),

    stopWaiting: (session, _data, acknowledge) =>
      session.exclusive(async () => {
        session.lobby?.withdraw(session);
        acknowledge({});
      }),

    updatePeer: async (session, data, acknowledge) => {
      session.requirePeer().update(data);
      acknowledge({});
    },

    react: async (session, { emoji }, acknowledge) => {
      const { peerId, room } = session.requirePeer();
      session.limits.reactions.take();
      rooms.get(room.roomId).call?.react(peerId, emoji);
      acknowledge({});
    },

    getSnapshot: async (session, _data, acknowledge) => {
      // It is in the snapshot already, and would come after it.
      session.release();
      const seen = session.window.look(rooms.documents());
      acknowledge({ seq: session.seq, rooms: seen, call: callOf(rooms, session) });
    },
  };
}

function callOf(rooms: Rooms, { peer }: Session): AckData<'getSnapshot'>['call'] {
  if (!peer) return null;
  const { endpoint } = peer;
  const { call } = rooms.get(peer.room.roomId);
  return {
    roomId: peer.room.roomId,
    peerId: peer.peerId,
    mediaId: endpoint?.mediaId ?? null,
    producers: endpoint?.ownProducers() ?? [],
    consumers: endpoint?.setup.by === 'router' ? endpoint.setup.consumers : [],
    links: call?.links.documents(peer.peerId) ?? [],
    downlink: downlinksOf(rooms, peer).documentFor(peer),
    knocks: rooms.get(peer.room.roomId).door.knocksFor(peer),
  };
}
