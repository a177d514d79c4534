/** Changes of topology, and the direct ways between peers: what the server relays, and is told of them. */
import { z } from 'zod';
import { linkId, mediaId } from '../ids.ts';
import { linkSignal } from '../links.ts';
import { nothing, type RequestDefinition } from './definition.ts';

export const topologyRequests = {
  settleMedia: {
    summary:
      'Says how it went with the media that `topologyChanging` led to: whether all that is to be seen and heard comes over it.',
    data: z.object({ mediaId, shows: z.boolean() }),
    ack: nothing,
    errors: ['notJoined', 'notFound'],
  },
  signalLink: {
    summary:
      'Says something to the other end of a link, as `linkSignaled`: a description or a candidate (https://www.w3.org/TR/webrtc/#perfect-negotiation-example).',
    data: z.object({ linkId, signal: linkSignal }),
    ack: nothing,
    errors: ['notJoined', 'notFound', 'tooManyRequests'],
  },
  reportLink: {
    summary: 'Says how a link is doing, for hosts to look up.',
    data: z.object({
      linkId,
      state: z.enum(['connecting', 'connected', 'failed']),
      relayed: z.boolean().describe('Whether it goes over a TURN server.'),
    }),
    ack: nothing,
    errors: ['notJoined', 'notFound'],
  },
  reportSpeaking: {
    summary:
      'Says that this peer is heard now, or no more: over links the server hears nothing itself. For lists of rooms.',
    data: z.object({ speaking: z.boolean() }),
    ack: nothing,
    errors: ['notJoined', 'tooManyRequests'],
  },
} as const satisfies Record<string, RequestDefinition>;
