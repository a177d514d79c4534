/** Finding out, before a call, whether media can get through. */
import { z } from 'zod';
import { transport } from '../documents.ts';
import { transportId } from '../ids.ts';
import { dtlsParameters, iceServer } from '../media.ts';
import { nothing, type RequestDefinition } from './definition.ts';

export const probeRequests = {
  openProbe: {
    summary:
      'Makes a transport of one protocol that carries nothing, to find out whether it can be connected from here. It is closed after 20 s, and three may be open at a time.',
    data: z.object({ protocol: z.enum(['udp', 'tcp']) }),
    ack: z.object({ transport, iceServers: z.array(iceServer) }),
    errors: ['tooManyRequests', 'mediaUnavailable'],
  },
  connectProbe: {
    summary: "Tells a probe's transport the client's DTLS fingerprint, once.",
    data: z.object({ transportId, dtlsParameters }),
    ack: nothing,
    errors: ['notFound', 'wrongState', 'mediaRejected', 'mediaUnavailable'],
  },
  closeProbe: {
    summary: 'Ends a probe.',
    data: z.object({ transportId }),
    ack: nothing,
    errors: ['notFound'],
  },
} as const satisfies Record<string, RequestDefinition>;
