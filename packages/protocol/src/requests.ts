/** What a client asks. Every request carries an acknowledgement callback, which gets an `Ack`. */
import { z } from 'zod';
import { consumer, room, transport, view } from './documents.ts';
import type { ErrorCode, ErrorDocument } from './errors.ts';
import { peerId, producerId, roomId, transportId } from './ids.ts';
import { dtlsParameters, iceServer, rtpCapabilities, rtpParameters, source } from './media.ts';
import { personName, roomName } from './text.ts';

interface RequestDefinition {
  summary: string;
  data: z.ZodType;
  ack: z.ZodType;
  /** Beyond those that every request can end with. */
  errors: readonly ErrorCode[];
}

const nothing = z.object({});
const ownProducer = z.object({ producerId });
const publicationKey = z.object({ peerId, source });

export const requests = {
  join: {
    summary:
      'Enters the call of a room, which opens if it is not there. In a call already: moves, and the old membership ends when the new one stands. The ack is all that a client needs to receive and send media.',
    data: z.object({
      room: roomName,
      name: personName,
      rtpCapabilities,
      view: view.prefault({}),
    }),
    ack: z.object({
      roomId,
      peerId: peerId.describe('Who this session is in the call.'),
      iceServers: z.array(iceServer),
      sendTransport: transport,
      recvTransport: transport,
      consumers: z
        .array(consumer)
        .describe('Unpaused: media flows as soon as the receive transport is connected.'),
    }),
    errors: [
      'alreadyJoined',
      'tooManyRequests',
      'mediaRejected',
      'mediaUnavailable',
      'serverClosing',
    ],
  },
  leave: {
    summary: 'Ends the membership in the call; transports, producers and consumers with it.',
    data: nothing,
    ack: nothing,
    errors: ['notJoined', 'tooManyRequests'],
  },
  connectTransport: {
    summary: "Tells a transport the client's DTLS fingerprint, once.",
    data: z.object({ transportId, dtlsParameters }),
    ack: nothing,
    errors: ['notJoined', 'notFound', 'wrongState', 'mediaRejected', 'mediaUnavailable'],
  },
  produce: {
    summary: 'Publishes a source over the send transport.',
    data: z.object({ source, rtpParameters, paused: z.boolean().default(false) }),
    ack: z.object({ producerId }),
    errors: ['notJoined', 'sourceTaken', 'mediaRejected', 'mediaUnavailable'],
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
  getSnapshot: {
    summary:
      'The authority after a gap in the sequence numbers: every room, and what this session has in its call.',
    data: nothing,
    ack: z.object({
      seq: z.number().int().describe('Notifications up to this number are in the snapshot.'),
      rooms: z.array(room),
      call: z
        .object({ roomId, peerId, producers: z.array(producerId), consumers: z.array(consumer) })
        .nullable(),
    }),
    errors: [],
  },
} as const satisfies Record<string, RequestDefinition>;

export type RequestName = keyof typeof requests;

/** What the server's code sees: parsed, defaults filled in. */
export type RequestData<N extends RequestName> = z.output<(typeof requests)[N]['data']>;

/** What a client may send: fields with a default left out. */
export type RequestInput<N extends RequestName> = z.input<(typeof requests)[N]['data']>;

export type AckData<N extends RequestName> = z.output<(typeof requests)[N]['ack']>;

export type Ack<T> = { ok: true; data: T } | { ok: false; error: ErrorDocument };
