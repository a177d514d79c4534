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
