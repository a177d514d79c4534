/** Rooms as places, whoever is in them. */
import { z } from 'zod';
import { ban, roomProfile } from '../documents.ts';
import { personId, roomId } from '../ids.ts';
import { password, roomName, topic } from '../text.ts';
import { nothing, type RequestDefinition } from './definition.ts';

const { position, peerLimit } = roomProfile.shape;

const ERRORS = ['notFound', 'forbidden', 'storeUnavailable', 'tooManyRequests'] as const;

export const roomRequests = {
  createRoom: {
    summary: 'Makes a room that stays. Whoever makes it owns it, and may change it.',
    data: z.object({
      name: roomName,
      topic: topic.default(''),
      password: password.nullable().default(null),
      peerLimit: peerLimit.default(null),
    }),
    ack: z.object({ room: roomProfile }),
    errors: ['roomExists', 'tooManyRooms', 'storeUnavailable', 'tooManyRequests'],
  },
  updateRoom: {
    summary: 'Changes a room. What is left out stays as it is.',
    data: z.object({
      roomId,
      name: roomName.optional(),
      topic: topic.optional(),
      password: password.nullable().optional().describe('Null takes the password away.'),
      peerLimit: peerLimit.optional(),
      position: position.optional(),
    }),
    ack: z.object({ room: roomProfile }),
    errors: [...ERRORS, 'roomExists', 'tooManyRooms'],
  },
  deleteRoom: {
    summary: 'Ends a room, its call, its messages and their files.',
    data: z.object({ roomId }),
    ack: nothing,
    errors: ERRORS,
  },
  ban: {
    summary: 'Removes a person from a room, and keeps them out.',
    data: z.object({
      roomId,
      personId,
      forMs: z
        .number()
        .int()
        .min(1000)
        .max(10 * 365 * 24 * 3_600_000)
        .nullable()
        .default(null)
        .describe('Null for good.'),
    }),
    ack: nothing,
    errors: [...ERRORS, 'tooManyRooms'],
  },
  unban: {
    summary: 'Lets a person in again.',
    data: z.object({ roomId, personId }),
    ack: nothing,
    errors: ERRORS,
  },
  getBans: {
    summary: 'Who may not enter a room.',
    data: z.object({ roomId }),
    ack: z.object({ bans: z.array(ban) }),
    errors: ['notFound', 'forbidden'],
  },
} as const satisfies Record<string, RequestDefinition>;
