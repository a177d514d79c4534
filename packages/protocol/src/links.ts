/** What the two ends of a link say to each other (W3C WebRTC 1.0). */
import { z } from 'zod';

/** Four media sections with every codec of a browser are a third of this. */
const SDP_MAX_LENGTH = 40_000;

const description = z
  .object({
    type: z.enum(['offer', 'answer']),
    sdp: z.string().max(SDP_MAX_LENGTH),
  })
  .describe('RTCSessionDescriptionInit.');

const candidate = z
  .object({
    candidate: z.string().max(1024),
    sdpMid: z.string().max(64).nullable(),
    sdpMLineIndex: z.number().int().min(0).max(255).nullable(),
    usernameFragment: z.string().max(256).nullable(),
  })
  .describe('RTCIceCandidateInit.');

export const linkSignal = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('description'), description }),
    z.object({ kind: z.literal('candidate'), candidate }),
  ])
  .meta({ id: 'LinkSignal', description: 'A step of a negotiation between two browsers.' });

export type LinkSignal = z.output<typeof linkSignal>;
