import { isDeepStrictEqual } from 'node:util';
import { type AckData, mayEnter, type RequestData } from '@ottogi/protocol';
import { RequestError } from '../../errors.ts';
import { lockOf } from '../../rooms/Guard.ts';
import type { Peer } from '../../rooms/Peer.ts';
import { requireSameEncryption } from '../../rooms/permissions.ts';
import type { Membership } from '../../rooms/ResumeTokens.ts';
import type { Session } from '../Session.ts';
import { downlinksOf } from './downlinksOf.ts';
import type { HandlerContext } from './Handler.ts';
import { mediaFor } from './mediaFor.ts';

/**
 * A session enters a call, or takes up the membership that it had: on the same media if that lives.
 * @throws RequestError whatever `Rooms.join` throws, and `alreadyJoined`
 */
export async function join(
  context: HandlerContext,
  session: Session,
  request: RequestData<'join'>,
  acknowledge: (ack: AckData<'join'>) => void,
): Promise<void> {
  const { rooms, people, resumeTokens } = context;
  if (session.mixes !== null) return joinMixer(context, session, request, acknowledge);
  const data = { ...request, name: session.grants.name ?? request.name };
  const former = await formerOf(context, session, data);
  if (former) session.limits.returned();
  else session.limits.arrived();
  const living = former && rooms.member(former);
  const peer = living
    ? takeUp(context, session, living, data)
    : await enter(context, session, data, former);
  // Meanwhile it may have got a name that is not granted.
  if (!mayEnter(session.grants, peer.room.name)) {
    peer.close();
    throw new RequestError('notFound', `there is no room ${data.room}`);
  }
  if (former) rooms.closeStrays(former.sessionId, peer);
  people.entered(session.person, peer.room, peer.name);
  const endpoint = peer.endpoint ?? (await rooms.renewMedia(peer));
  const membership = membershipOf(context, session, peer);
  const resumeToken = await resumeTokens.issue(membership);
  // Whoever was removed meanwhile has heard so already, of a peer that nobody had told them of.
  rooms.checkMember(peer, session, membership);
  const { peerId, room } = peer;
  acknowledge({
    roomId: room.roomId,
    peerId,
    resumeToken,
    media: mediaFor(context, peer, endpoint),
    producers: endpoint.ownProducers(),
  });
  // Only now: the client cannot take a publication before it knows its transports.
  endpoint.open();
  rooms.get(room.roomId).door.welcome(peer);
  rooms.get(room.roomId).call?.reconnected(peer);
  downlinksOf(rooms, peer).welcome(peer, former !== null);
}

/** The mixer of a room, which is not in it as far as anybody sees, and is not taken up again. */
async function joinMixer(
  context: HandlerContext,
  session: Session,
  request: RequestData<'join'>,
  acknowledge: (ack: AckData<'join'>) => void,
): Promise<void> {
  const { rooms } = context;
  const peer = await rooms.get(session.mixes ?? '').joinMixer(session, request);
  session.peer = peer;
  const { endpoint, peerId, room } = peer;
  if (!endpoint) throw new RequestError('mediaUnavailable', 'its media was lost meanwhile');
  acknowledge({
    roomId: room.roomId,
    peerId,
    resumeToken: '',
    media: mediaFor(context, peer, endpoint),
    producers: [],
  });
  endpoint.open();
}

/**
 * What a resume token proves, as far as it is granted now: a membership outlives its connection, and
 * not the grants that it was entered with.
 */
async function formerOf(
  { rooms, resumeTokens }: HandlerContext,
  { personId, grants }: Session,
  { resumeToken, room }: RequestData<'join'>,
): Promise<Membership | null> {
  const former = await resumeTokens.read(resumeToken, personId);
  if (!former) return null;
  const granted = mayEnter(grants, rooms.nameOf(former.roomId) ?? room);
  const living = rooms.member(former);
  if (living && !(granted && isDeepStrictEqual(living.grants, grants))) living.close();
  return granted ? former : null;
}

/**
 * The membership lives: it goes on by this session, and by no other.
 * @throws RequestError `encryptedRoom`, `notEncrypted`
 */
function takeUp(
  { rooms }: HandlerContext,
  session: Session,
  peer: Peer,
  data: RequestData<'join'>,
): Peer {
  const previous = session.peer;
  const room = rooms.get(peer.room.roomId);
  requireSameEncryption(room.record, data.encrypted);
  peer.reconnected(session, data);
  room.door.entered(session);
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
