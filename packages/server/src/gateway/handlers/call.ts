import { type AckData, type callRequests, type RequestData } from '@ottogi/protocol';
import { RequestError } from '../../errors.ts';
import { lockOf } from '../../rooms/Guard.ts';
import type { Peer } from '../../rooms/Peer.ts';
import type { Membership } from '../../rooms/ResumeTokens.ts';
import type { Rooms } from '../../rooms/Rooms.ts';
import type { Session } from '../Session.ts';
import type { HandlerContext, HandlersOf } from './Handler.ts';
import { mediaFor } from './mediaFor.ts';

export function callHandlers(context: HandlerContext): HandlersOf<typeof callRequests> {
  const { rooms, people, resumeTokens } = context;
  return {
    join: (session, data, acknowledge) =>
      session.exclusive(async () => {
        const former = await resumeTokens.read(data.resumeToken, session.personId);
        if (former) session.limits.returned();
        else session.limits.arrived();
        const living = former && rooms.member(former);
        const peer = living
          ? takeUp(context, session, living, data)
          : await enter(context, session, data, former);
        if (former) rooms.closeStrays(former.sessionId, peer);
        people.entered(session.person, peer.room, peer.name);
        const endpoint = peer.endpoint ?? (await rooms.renewMedia(peer));
        const { peerId, room } = peer;
        acknowledge({
          roomId: room.roomId,
          peerId,
          resumeToken: await resumeTokens.issue(membershipOf(context, session, peer)),
          ...mediaFor(context, peer, endpoint),
          producers: endpoint.ownProducers(),
        });
        // Only now: the client cannot take a publication before it knows its transports.
        endpoint.open();
        rooms.get(room.roomId).door.welcome(peer);
      }),

    leave: (session, { resumeToken }, acknowledge) =>
      session.exclusive(async () => {
        const waits = session.lobby !== null;
        session.lobby?.withdraw(session);
        session.entry = null;
        if (resumeToken !== undefined) {
          const former = await resumeTokens.read(resumeToken, session.personId);
          if (former) rooms.member(former)?.close();
        } else if (session.peer || !waits) {
          session.requirePeer().close();
        }
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
      acknowledge({ seq: session.seq, rooms: rooms.documents(), call: callOf(rooms, session) });
    },
  };
}

/** The membership lives: it goes on by this session, and by no other. */
function takeUp(
  { rooms }: HandlerContext,
  session: Session,
  peer: Peer,
  data: RequestData<'join'>,
): Peer {
  const previous = session.peer;
  peer.reconnected(session, data);
  rooms.get(peer.room.roomId).door.entered(session);
  session.peer = peer;
  if (previous !== peer) previous?.close();
  return peer;
}

/** @throws RequestError whatever `Rooms.join` throws, and `alreadyJoined` */
async function enter(
  { rooms }: HandlerContext,
  session: Session,
  data: RequestData<'join'>,
  former: Membership | null,
): Promise<Peer> {
  const previous = session.peer;
  if (previous && rooms.named(data.room)?.roomId === previous.room.roomId) {
    throw new RequestError('alreadyJoined', `this session is in ${previous.room.name} already`);
  }
  const peer = await rooms.join(session, data, former);
  session.peer = peer;
  previous?.close();
  return peer;
}

function membershipOf({ rooms }: HandlerContext, session: Session, peer: Peer): Membership {
  const { peerId, personId } = peer;
  const { record, stored, guard } = rooms.get(peer.room.roomId);
  const { roomId, ownerId } = record;
  const { sessionId } = session;
  const lock = lockOf(record);
  const removals = guard.removals(personId);
  return { peerId, personId, sessionId, roomId, ownerId, stored, lock, removals, at: Date.now() };
}

function callOf(rooms: Rooms, { peer }: Session): AckData<'getSnapshot'>['call'] {
  if (!peer) return null;
  const { endpoint } = peer;
  return {
    roomId: peer.room.roomId,
    peerId: peer.peerId,
    producers: endpoint?.ownProducers() ?? [],
    consumers: endpoint?.setup.consumers ?? [],
    knocks: rooms.get(peer.room.roomId).door.knocksFor(peer),
  };
}
