/** Ways for data over a router; between browsers a link brings its own. */
import { z } from 'zod';
import { dataProducerId, mediaId } from '../ids.ts';
import { dataStream } from '../media.ts';
import type { RequestDefinition } from './definition.ts';

export const dataRequests = {
  produceData: {
    summary:
      'Opens a way for data to the server, over the send transport: one in order, and one for what is in none. What goes over it are frames, as `protocol/src/data.ts` has them. The way back comes as `dataConsumerOpened`, with the first frame.',
    data: z.object({ mediaId, stream: dataStream }),
    ack: z.object({ dataProducerId }),
    errors: ['notJoined', 'notFound', 'wrongState', 'mediaRejected', 'mediaUnavailable'],
  },
} as const satisfies Record<string, RequestDefinition>;
