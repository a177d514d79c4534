import { RequestError } from '../../errors.ts';
import type { Downlinks } from '../../rooms/Downlinks.ts';
import type { Peer } from '../../rooms/Peer.ts';
import type { Rooms } from '../../rooms/Rooms.ts';

/** Those of the call that a peer is in. @throws RequestError `notJoined` */
export function downlinksOf(rooms: Rooms, peer: Peer): Downlinks {
  const { call } = rooms.get(peer.room.roomId);
  if (!call) throw new RequestError('notJoined', 'the call is over');
  return call.downlinks;
}
