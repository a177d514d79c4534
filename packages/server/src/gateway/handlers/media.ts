import type { mediaRequests } from '@ottogi/protocol';
import { RequestError } from '../../errors.ts';
import type { Endpoint } from '../../topologies/Topology.ts';
import type { Session } from '../Session.ts';
import type { HandlersOf } from './Handler.ts';

export const mediaHandlers: HandlersOf<typeof mediaRequests> = {
  connectTransport: async (session, { transportId, dtlsParameters }, acknowledge) => {
    await endpointOf(session).connectTransport(transportId, dtlsParameters);
    acknowledge({});
  },

  produce: async (session, { transportId, ...options }, acknowledge) => {
    const endpoint = endpointOf(session);
    // Asked while the session moves, it may still mean the call that it comes from.
    if (transportId !== endpoint.setup.sendTransport.transportId) {
      throw new RequestError('notFound', `this peer has no send transport ${transportId}`);
    }
    acknowledge({ producerId: await endpoint.produce(options) });
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

  configureConsumers: async (session, { consumers }, acknowledge) => {
    await endpointOf(session).configureConsumers(consumers);
    acknowledge({});
  },
};

function endpointOf(session: Session): Endpoint {
  const { endpoint } = session.requirePeer();
  if (!endpoint) throw new RequestError('notJoined', 'this session is in no call');
  return endpoint;
}
