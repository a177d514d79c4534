import type { downlinkRequests } from '@ottogi/protocol';
import { RequestError } from '../../errors.ts';
import { downlinksOf } from './downlinksOf.ts';
import type { HandlerContext, HandlersOf } from './Handler.ts';
import { endpointOf, requireMedia } from './media.ts';

export function downlinkHandlers({ rooms }: HandlerContext): HandlersOf<typeof downlinkRequests> {
  return {
    setDownlink: async (session, { downlink }, acknowledge) => {
      const peer = session.requirePeer();
      if (peer.hidden) throw new RequestError('notGranted', 'a mixer receives no mix');
      downlinksOf(rooms, peer).wish(peer, downlink);
      acknowledge({});
    },

    settleDownlink: async (session, { downlink }, acknowledge) => {
      const peer = session.requirePeer();
      endpointOf(session).settleDownlink(downlink);
      downlinksOf(rooms, peer).settle(peer, downlink);
      acknowledge({});
    },

    produceMix: async (session, { mediaId, ...options }, acknowledge) => {
      if (!session.hidden) throw new RequestError('notGranted', 'a mix is made by the mixer alone');
      const endpoint = endpointOf(session);
      requireMedia(endpoint, mediaId);
      acknowledge({ producerId: await endpoint.produceMix(options) });
    },
  };
}
