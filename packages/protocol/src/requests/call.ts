/** Being in a room's call. */
import { z } from 'zod';
import {
  consumer,
  downlink,
  knocks,
  link,
  media,
  ownProducer,
  room,
  topologyRule,
  view,
} from '../documents.ts';
import { mediaId, peerId, roomId } from '../ids.ts';
import { rtpCapabilities } from '../media.ts';
import { password, personName, roomName } from '../text.ts';
import { nothing, type RequestDefinition } from './definition.ts';

const resumeToken = z
  .string()
  .max(2048)
  .describe(
    'Proves a membership to the server, also to one that was started anew. For the person who got it alone; one that is not valid any more counts as none.',
  );

export const callRequests = {
  join: {
    summary:
      'Enters the call of a room, which opens if it is not there. In a call already: moves, and the old membership ends when the new one stands. With the `resumeToken` of a membership whose connection was lost: takes it up again, on the media that it had where that still lives; where the server has given it up, or was started anew, another one under the same `peerId`. Neither password nor limit, lock nor lobby stands in the way of that, unless it was left since. The ack is all that a client needs to receive and send media. Where the error is `waitInLobby`, the session waits until `admitted`, and joins again then.',
    data: z.object({
      room: roomName,
      name: personName,
      rtpCapabilities,
      mesh: z
        .boolean()
        .default(false)
        .describe('Whether this client can connect to the others directly.'),
      topologyRule: topologyRule
        .optional()
        .describe('Of a room that opens by this join; one that is there keeps its own.'),
      view: view.prefault({}),
      password: password.optional(),
      deafened: z.boolean().default(false),
      handRaised: z.boolean().default(false),
      resumeToken: resumeToken.optional(),
      encrypted: z
        .boolean()
        .default(false)
        .describe(
          'Whether this client encrypts from end to end whatever it shows. A room that opens by this join is encrypted then; in any other case it has to fit the room.',
        ),
    }),
    ack: z.object({
      roomId,
      peerId: peerId.describe('Who this session is in the call.'),
      resumeToken,
      media,
      producers: z
        .array(ownProducer)
        .describe('What is published already: of a membership that was taken up again.'),
    }),
    errors: [
      'alreadyJoined',
      'passwordRequired',
      'wrongPassword',
      'roomFull',
      'roomLocked',
      'waitInLobby',
      'serverFull',
      'banned',
      'removed',
      'notFound',
      'encryptedRoom',
      'encryptedTopology',
      'notEncrypted',
      'tooManyRequests',
      'mediaRejected',
      'mediaUnavailable',
      'serverClosing',
    ],
  },
  leave: {
    summary:
      'Ends the membership in the call; transports, producers and consumers with it. Whoever waits to be let in waits no more.',
    data: z.object({
      resumeToken: resumeToken
        .optional()
        .describe('Of a membership that was left while its connection was lost.'),
    }),
    ack: nothing,
    errors: ['notJoined', 'tooManyRequests'],
  },
  stopWaiting: {
    summary:
      'Wants to be let into a room no more. A call elsewhere goes on, and waiting nowhere is fine.',
    data: nothing,
    ack: nothing,
    errors: ['tooManyRequests'],
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
          mediaId: mediaId.nullable().describe('Null while it has none.'),
          producers: z.array(ownProducer),
          consumers: z.array(consumer),
          links: z.array(link),
          downlink,
          knocks: knocks.describe('Empty for whoever does not moderate the room.'),
        })
        .nullable(),
    }),
    errors: [],
  },
} as const satisfies Record<string, RequestDefinition>;
