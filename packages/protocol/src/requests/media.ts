/** The media of a call: what a peer sends and receives. */
import { z } from 'zod';
import { layerHeights, media, spatialLayer } from '../documents.ts';
import { consumerId, mediaId, peerId, producerId, transportId } from '../ids.ts';
import { dtlsParameters, iceParameters, rtpParameters, source } from '../media.ts';
import { nothing, type RequestDefinition } from './definition.ts';

const byProducer = z.object({ producerId });
const publicationKey = z.object({ peerId, source });

export const mediaRequests = {
  renewMedia: {
    summary:
      'Asks for other media in the place of what carries nothing any more: after `mediaLost`, or when this side has lost its way to it. What there was, and all producers and consumers on it, is closed; the own publications stay in sight of the others for ten seconds, for the client to produce them again. After `topologyChanging` it is the media of the new topology, and what there was flows on until `mediaSettled`.',
    data: nothing,
    ack: media,
    errors: ['notJoined', 'tooManyRequests', 'mediaUnavailable'],
  },
  restartIce: {
    summary:
      'Asks for new ICE parameters, to find another way to a transport that nothing comes through any more (RFC 8445, section 9). What it carries stays.',
    data: z.object({ transportId }),
    ack: z.object({ iceParameters }),
    errors: ['notJoined', 'notFound', 'mediaUnavailable'],
  },
  connectTransport: {
    summary: "Tells a transport the client's DTLS fingerprint, once.",
    data: z.object({ transportId, dtlsParameters }),
    ack: nothing,
    errors: ['notJoined', 'notFound', 'wrongState', 'mediaRejected', 'mediaUnavailable'],
  },
  produce: {
    summary: 'Publishes a source: over the send transport, or to everybody over the links.',
    data: z.object({
      mediaId,
      source,
      rtpParameters: rtpParameters
        .nullable()
        .default(null)
        .describe('What the send transport carries; null over links, which say that themselves.'),
      paused: z.boolean().default(false),
      layerHeights: layerHeights.default([]),
    }),
    ack: z.object({ producerId }),
    errors: ['notJoined', 'notFound', 'sourceTaken', 'mediaRejected', 'mediaUnavailable'],
  },
  closeProducer: {
    summary: 'Ends a publication.',
    data: byProducer,
    ack: nothing,
    errors: ['notJoined', 'notFound', 'mediaUnavailable'],
  },
  pauseProducer: {
    summary: 'Mutes a publication: it stays, and nothing of it is forwarded.',
    data: byProducer,
    ack: nothing,
    errors: ['notJoined', 'notFound', 'mediaUnavailable'],
  },
  resumeProducer: {
    summary: 'Takes a publication up again.',
    data: byProducer,
    ack: nothing,
    errors: ['notJoined', 'notFound', 'mediaUnavailable'],
  },
  subscribe: {
    summary:
      'Asks for a publication whatever the `view` says, now and whenever it is published again. It arrives as `consumerOpened`.',
    data: publicationKey,
    ack: nothing,
    errors: ['notJoined', 'notFound', 'mediaUnavailable'],
  },
  unsubscribe: {
    summary: 'Declines a publication, now and whenever it is published again.',
    data: publicationKey,
    ack: nothing,
    errors: ['notJoined', 'notFound', 'mediaUnavailable'],
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
