import type { MediaDocument } from '@ottogi/protocol';
import { iceServersFor } from '../../media/iceServers.ts';
import type { Peer } from '../../rooms/Peer.ts';
import type { Endpoint } from '../../topologies/Topology.ts';
import type { HandlerContext } from './Handler.ts';

/** All that a peer is told of its media. */
export function mediaFor(
  { ice, rooms }: Pick<HandlerContext, 'ice' | 'rooms'>,
  { peerId, room }: Peer,
  endpoint: Endpoint,
): MediaDocument {
  const links = rooms.get(room.roomId).call?.links.documents(peerId) ?? [];
  return { ...endpoint.setup, links, iceServers: iceServersFor(ice, peerId, Date.now()) };
}
