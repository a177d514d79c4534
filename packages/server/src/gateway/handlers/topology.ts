import type { topologyRequests } from '@ottogi/protocol';
import { RequestError } from '../../errors.ts';
import type { Call } from '../../rooms/Call.ts';
import type { Peer } from '../../rooms/Peer.ts';
import type { Session } from '../Session.ts';
import type { HandlerContext, HandlersOf } from './Handler.ts';

export function topologyHandlers({ rooms }: HandlerContext): HandlersOf<typeof topologyRequests> {
  /** @throws RequestError `notJoined` */
  const placeOf = (session: Session): { peer: Peer; call: Call } => {
    const peer = session.requirePeer();
    const { call } = rooms.get(peer.room.roomId);
    if (!call) throw new RequestError('notJoined', 'the call is over');
    return { peer, call };
  };
  return {
    settleMedia: async (session, { mediaId, shows }, acknowledge) => {
      const { peer, call } = placeOf(session);
      call.settleMedia(peer, mediaId, shows);
      acknowledge({});
    },

    signalLink: async (session, { linkId, signal }, acknowledge) => {
      const { peer, call } = placeOf(session);
      call.links.get(linkId, peer.peerId).signal(peer.peerId, signal);
      acknowledge({});
    },

    reportLink: async (session, { linkId, ...report }, acknowledge) => {
      const { peer, call } = placeOf(session);
      call.reportLink(peer, linkId, report);
      acknowledge({});
    },

    reportSpeaking: async (session, { speaking }, acknowledge) => {
      session.requirePeer().endpoint?.setSpeaking(speaking);
      acknowledge({});
    },
  };
}
