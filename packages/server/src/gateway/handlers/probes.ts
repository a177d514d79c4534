import type { probeRequests } from '@ottogi/protocol';
import { iceServersFor } from '../../media/iceServers.ts';
import type { HandlerContext, HandlersOf } from './Handler.ts';

export function probeHandlers({ ice }: HandlerContext): HandlersOf<typeof probeRequests> {
  return {
    openProbe: async (session, { protocol }, acknowledge) => {
      const transport = await session.probes.open(protocol);
      const iceServers = iceServersFor(ice, session.sessionId, Date.now());
      acknowledge({ transport, iceServers });
    },

    connectProbe: async (session, { transportId, dtlsParameters }, acknowledge) => {
      await session.probes.connect(transportId, dtlsParameters);
      acknowledge({});
    },

    closeProbe: async (session, { transportId }, acknowledge) => {
      session.probes.close(transportId);
      acknowledge({});
    },
  };
}
