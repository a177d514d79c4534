/** Rooms as places, whoever is in them. */
import { z } from 'zod';
import { roomProfile, topologyRule } from '../documents.ts';
import { roomId } from '../ids.ts';
import { password, roomName, topic } from '../text.ts';
import { nothing, type RequestDefinition } from './definition.ts';

const { position, peerLimit, locked, lobby, encrypted } = roomProfile.shape;

const ERRORS = ['notFound', 'forbidden', 'storeUnavailable', 'tooManyRequests'] as const;

export const roomRequests = {
  createRoom: {
    summary: 'Makes a room that stays. Whoever makes it owns it: may change it, and moderates it.',
    data: z.object({
      name: roomName,
      topic: topic.default(''),
      password: password.nullable().default(null),
      peerLimit: peerLimit.default(null),
      lobby: lobby.default(false),
      topologyRule: topologyRule
        .optional()
        .describe('Left out, it is the one that the host has set.'),
      encrypted: encrypted.default(false),
    }),
    ack: z.object({ room: roomProfile }),
    errors: [
      'roomExists',
      'tooManyRooms',
      'encryptedTopology',
      'storeUnavailable',
      'tooManyRequests',
    ],
  },
  updateRoom: {
    summary:
      'Changes a room. What is left out stays as it is. `locked`, `lobby` and `topologyRule` are up to everybody who moderates it, the rest is up to its owner.',
    data: z.object({
      roomId,
      name: roomName.optional(),
      topic: topic.optional(),
      password: password.nullable().optional().describe('Null takes the password away.'),
      peerLimit: peerLimit.optional(),
      position: position.optional(),
      locked: locked.optional(),
      lobby: lobby.optional(),
      topologyRule: topologyRule.optional(),
    }),
    ack: z.object({ room: roomProfile }),
    errors: [...ERRORS, 'roomExists', 'tooManyRooms', 'encryptedTopology'],
  },
  deleteRoom: {
    summary: 'Ends a room, its call, its messages and their files.',
    data: z.object({ roomId }),
    ack: nothing,
    errors: ERRORS,
  },
} as const satisfies Record<string, RequestDefinition>;
