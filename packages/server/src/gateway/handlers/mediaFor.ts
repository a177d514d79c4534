import type { AckData } from '@ottogi/protocol';
import { iceServersFor } from '../../media/iceServers.ts';
import type { Peer } from '../../rooms/Peer.ts';
import type { Endpoint } from '../../topologies/Topology.ts';
import type { HandlerContext } from './Handler.ts';

/** All that a peer is told of its media. */
export function mediaFor(
  { ice }: Pick<HandlerContext, 'ice'>,
  { peerId }: Peer,
  endpoint: Endpoint,
): AckData<'renewMedia'> {
  return { iceServers: iceServersFor(ice, peerId, Date.now()), ...endpoint.setup };
}
