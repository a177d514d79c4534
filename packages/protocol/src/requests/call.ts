/** Being in a room's call. */
import { z } from 'zod';
import { consumer, room, transport, view, wantedLayer } from '../documents.ts';
import { peerId, producerId, roomId } from '../ids.ts';
import { iceServer, rtpCapabilities } from '../media.ts';
import { password, personName, roomName } from '../text.ts';
import { nothing, type RequestDefinition } from './definition.ts';

export const callRequests = {
  join: {
    summary:
      'Enters the call of a room, which opens if it is not there. In a call already: moves, and the old membership ends when the new one stands. The ack is all that a client needs to receive and send media.',
    data: z.object({
      room: roomName,
      name: personName,
      rtpCapabilities,
      view: view.prefault({}),
      password: password.optional(),
      deafened: z.boolean().default(false),
      handRaised: z.boolean().default(false),
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
      'passwordRequired',
      'wrongPassword',
      'roomFull',
      'banned',
      'notFound',
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
  updatePeer: {
    summary: 'Says to everybody how this peer takes part. What is left out stays as it is.',
    data: z.object({ deafened: z.boolean().optional(), handRaised: z.boolean().optional() }),
    ack: nothing,
    errors: ['notJoined'],
  },
  react: {
    summary: 'Shows an emoji to everybody in the call for a moment.',
    data: z.object({
      emoji: z
        .string()
        .min(1)
        .max(32)
        .regex(/^\p{RGI_Emoji}$/v)
        .describe('One emoji (Unicode TR51, RGI).'),
    }),
    ack: nothing,
    errors: ['notJoined', 'tooManyRequests'],
  },
  getSnapshot: {
    summary:
      'The authority after a gap in the sequence numbers: every room, and what this session has in its call.',
    data: nothing,
    ack: z.object({
      seq: z.number().int().describe('Notifications up to this number are in the snapshot.'),
      rooms: z.array(room),
      call: z
        .object({
          roomId,
          peerId,
          producers: z.array(z.object({ producerId, wantedLayer })),
          consumers: z.array(consumer),
        })
        .nullable(),
    }),
    errors: [],
  },
} as const satisfies Record<string, RequestDefinition>;
