import type { mediaRequests } from '@ottogi/protocol';
import { RequestError } from '../../errors.ts';
import type { Endpoint } from '../../topologies/Topology.ts';
import type { Session } from '../Session.ts';
import type { HandlerContext, HandlersOf } from './Handler.ts';
import { mediaFor } from './mediaFor.ts';

export function mediaHandlers(context: HandlerContext): HandlersOf<typeof mediaRequests> {
  const { rooms } = context;
  return {
    renewMedia: (session, _data, acknowledge) =>
      session.exclusive(async () => {
        const peer = session.requirePeer();
        session.limits.renewals.take();
        const endpoint = await rooms.renewMedia(peer);
        acknowledge(mediaFor(context, peer, endpoint));
        endpoint.open();
      }),

    restartIce: async (session, { transportId }, acknowledge) => {
      const endpoint = endpointWith(session, transportId);
      acknowledge({ iceParameters: await endpoint.restartIce(transportId) });
    },

    connectTransport: async (session, { transportId, dtlsParameters }, acknowledge) => {
      await endpointWith(session, transportId).connectTransport(transportId, dtlsParameters);
      acknowledge({});
    },

    produce: async (session, { mediaId, ...options }, acknowledge) => {
      const endpoint = endpointOf(session);
      requireMedia(endpoint, mediaId);
      acknowledge({ producerId: await endpoint.produce(options) });
    },

    closeProducer: async (session, { producerId }, acknowledge) => {
      endpointWith(session, producerId).closeProducer(producerId);
      acknowledge({});
    },

    pauseProducer: async (session, { producerId }, acknowledge) => {
      await endpointWith(session, producerId).pauseProducer(producerId);
      acknowledge({});
    },

    resumeProducer: async (session, { producerId }, acknowledge) => {
      await endpointWith(session, producerId).resumeProducer(producerId);
      acknowledge({});
    },

    subscribe: async (session, { peerId, source }, acknowledge) => {
      const endpoint = endpointOf(session);
      requireTogether(context, session, peerId);
      endpoint.subscribe(peerId, source);
      acknowledge({});
    },

    unsubscribe: async (session, { peerId, source }, acknowledge) => {
      const endpoint = endpointOf(session);
      requireTogether(context, session, peerId);
      endpoint.unsubscribe(peerId, source);
      acknowledge({});
    },

    configureConsumers: async (session, { consumers }, acknowledge) => {
      await endpointOf(session).configureConsumers(consumers);
      acknowledge({});
    },
  };
}

/**
 * Asked while a session moves, it may still mean the call that it comes from.
 * @throws RequestError `notFound`
 */
export function requireMedia(endpoint: Endpoint, mediaId: string): void {
  if (mediaId === endpoint.mediaId) return;
  throw new RequestError('notFound', `this peer has no media ${mediaId}`);
}

/** @throws RequestError `notJoined`, `mediaUnavailable` */
export function endpointOf(session: Session): Endpoint {
  const { endpoint } = session.requirePeer();
  if (!endpoint) throw new RequestError('mediaUnavailable', 'its media was lost: renew it');
  return endpoint;
}

/**
 * The one that this transport or producer belongs to: while the call moves there are two.
 * @throws RequestError `notJoined`, `notFound`, `mediaUnavailable`
 */
function endpointWith(session: Session, id: string): Endpoint {
  const endpoint = session.requirePeer().endpointOf(id);
  if (endpoint) return endpoint;
  // Where there is none at all, that is what it is about.
  endpointOf(session);
  throw new RequestError('notFound', `this peer has no transport or producer ${id}`);
}

/** Whether this peer is in the same call. @throws RequestError `notFound`, `notJoined` */
function requireTogether({ rooms }: HandlerContext, session: Session, peerId: string): void {
  const { roomId } = session.requirePeer().room;
  if (rooms.member({ roomId, peerId })) return;
  throw new RequestError('notFound', `no peer ${peerId} in this room`);
}
