/** The things that messages speak of. */
import { z } from 'zod';
import { consumerId, peerId, producerId, roomId, transportId } from './ids.ts';
import {
  dtlsParameters,
  iceCandidate,
  iceParameters,
  kind,
  rtpParameters,
  source,
} from './media.ts';
import { personName, roomName } from './text.ts';

export const publication = z
  .object({
    source,
    paused: z.boolean().describe('Published, but nothing is sent now: a muted microphone.'),
  })
  .meta({
    id: 'Publication',
    description: 'What a peer shows. It has one publication per source.',
  });

export const peer = z
  .object({
    peerId,
    name: personName,
    publications: z.array(publication),
  })
  .meta({ id: 'Peer', description: 'Somebody in a call.' });

export const room = z
  .object({
    roomId,
    name: roomName,
    topology: z.enum(['sfu']).describe('The rule that decides which media links exist (RFC 7667).'),
    peers: z.array(peer),
  })
  .meta({ id: 'Room', description: 'A place with a name where peers meet.' });

export const transport = z
  .object({
    transportId,
    iceParameters,
    iceCandidates: z.array(iceCandidate),
    dtlsParameters,
  })
  .meta({
    id: 'Transport',
    description: 'What a client needs to build its side of a WebRtcTransport.',
  });

export const consumer = z
  .object({
    consumerId,
    producerId,
    peerId: peerId.describe('Whose publication it carries.'),
    source,
    kind,
    rtpParameters,
  })
  .meta({ id: 'Consumer', description: 'A publication on its way to this peer.' });

export const view = z
  .object({
    videos: z.number().int().min(0).max(100).default(25).describe('Cameras to send unasked.'),
    voices: z.number().int().min(0).max(100).default(25).describe('Microphones to send unasked.'),
  })
  .meta({
    id: 'View',
    description:
      'How much is sent without a `subscribe`. Shared screens and their sound always are: they are few, and shared to be seen.',
  });

export type Publication = z.output<typeof publication>;
export type PeerDocument = z.output<typeof peer>;
export type RoomDocument = z.output<typeof room>;
export type TransportDocument = z.output<typeof transport>;
export type ConsumerDocument = z.output<typeof consumer>;
export type View = z.output<typeof view>;
