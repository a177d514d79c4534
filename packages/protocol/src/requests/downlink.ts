/** What a peer receives: the tiles of all others, or the mix of them. */
import { z } from 'zod';
import { downlinkKind, layerHeights } from '../documents.ts';
import { mediaId, peerId, producerId } from '../ids.ts';
import { mixSource, rtpParameters } from '../media.ts';
import { nothing, type RequestDefinition } from './definition.ts';

export const downlinkRequests = {
  setDownlink: {
    summary:
      'Says what this peer wishes to receive. The mix comes as soon as there is one, beside the tiles, as one video and one audio consumer of the sources `mix` and `mixAudio`; the sound is without the own voice.',
    data: z.object({ downlink: downlinkKind }),
    ack: nothing,
    errors: ['notJoined', 'notGranted', 'encryptedRoom', 'mixerUnavailable'],
  },
  settleDownlink: {
    summary:
      'Says that what is wanted is there to be seen and heard: the consumers of the other kind are closed. Does nothing where that is not wanted any more, or not there.',
    data: z.object({ downlink: downlinkKind }),
    ack: nothing,
    errors: ['notJoined', 'mediaUnavailable'],
  },
  produceMix: {
    summary:
      'For the mixer alone: publishes the picture, the sound for one listener, or the sound for all others. Of a sound for one listener it is acknowledged once they receive it, so that their voice can go into the others from then on.',
    data: z.object({
      mediaId,
      source: mixSource,
      forPeerId: peerId.nullable().default(null).describe('Null for all who have none of theirs.'),
      rtpParameters,
      layerHeights: layerHeights.default([]),
    }),
    ack: z.object({ producerId }),
    errors: [
      'notJoined',
      'notGranted',
      'notFound',
      'sourceTaken',
      'mediaRejected',
      'mediaUnavailable',
    ],
  },
} as const satisfies Record<string, RequestDefinition>;
