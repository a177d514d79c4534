/** The media of a call: what a peer sends and receives. */
import { z } from 'zod';
import { layerHeights, spatialLayer } from '../documents.ts';
import { consumerId, peerId, producerId, transportId } from '../ids.ts';
import { dtlsParameters, rtpParameters, source } from '../media.ts';
import { nothing, type RequestDefinition } from './definition.ts';

const ownProducer = z.object({ producerId });
const publicationKey = z.object({ peerId, source });

export const mediaRequests = {
  connectTransport: {
    summary: "Tells a transport the client's DTLS fingerprint, once.",
    data: z.object({ transportId, dtlsParameters }),
    ack: nothing,
    errors: ['notJoined', 'notFound', 'wrongState', 'mediaRejected', 'mediaUnavailable'],
  },
  produce: {
    summary: 'Publishes a source over the send transport.',
    data: z.object({
      transportId: transportId.describe('The send transport that the join gave.'),
      source,
      rtpParameters,
      paused: z.boolean().default(false),
      layerHeights: layerHeights.default([]),
    }),
    ack: z.object({ producerId }),
    errors: ['notJoined', 'notFound', 'sourceTaken', 'mediaRejected', 'mediaUnavailable'],
  },
  closeProducer: {
    summary: 'Ends a publication.',
    data: ownProducer,
    ack: nothing,
    errors: ['notJoined', 'notFound'],
  },
  pauseProducer: {
    summary: 'Mutes a publication: it stays, and nothing of it is forwarded.',
    data: ownProducer,
    ack: nothing,
    errors: ['notJoined', 'notFound', 'mediaUnavailable'],
  },
  resumeProducer: {
    summary: 'Takes a publication up again.',
    data: ownProducer,
    ack: nothing,
    errors: ['notJoined', 'notFound', 'mediaUnavailable'],
  },
  subscribe: {
    summary:
      'Asks for a publication whatever the `view` says, now and whenever it is published again. It arrives as `consumerOpened`.',
    data: publicationKey,
    ack: nothing,
    errors: ['notJoined', 'notFound'],
  },
  unsubscribe: {
    summary: 'Declines a publication, now and whenever it is published again.',
    data: publicationKey,
    ack: nothing,
    errors: ['notJoined', 'notFound'],
  },
  configureConsumers: {
    summary:
      'Says what of these consumers can be seen: paused while hidden, and no larger a layer than the tile shows. Consumers that are closed meanwhile are passed over.',
    data: z.object({
      consumers: z
        .array(
          z.object({
            consumerId,
            paused: z.boolean(),
            spatialLayer: spatialLayer
              .nullable()
              .describe(
                'The largest layer worth sending, 0 being the smallest; null for the best.',
              ),
          }),
        )
        .min(1)
        .max(100),
    }),
    ack: nothing,
    errors: ['notJoined', 'mediaUnavailable'],
  },
} as const satisfies Record<string, RequestDefinition>;
