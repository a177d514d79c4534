/** What those may do who moderate a room: its owner, and whom the owner named. */
import { z } from 'zod';
import { ban } from '../documents.ts';
import { knockId, peerId, personId, roomId } from '../ids.ts';
import { source } from '../media.ts';
import { nothing, type RequestDefinition } from './definition.ts';

/**
 * `notFound` is the answer for whom the asker may not touch as well as for whom there is not: the
 * owner, and for everybody but the owner those who moderate too.
 */
const LIVE_ERRORS = ['notFound', 'forbidden', 'tooManyRequests'] as const;
const STORED_ERRORS = [...LIVE_ERRORS, 'storeUnavailable'] as const;
const somebody = z.object({ roomId, personId });
const waiting = z.object({ roomId, knockId });

export const moderationRequests = {
  mutePeer: {
    summary:
      'Pauses a publication of somebody in the call, with a screen its sound too; they hear who did it by `mutedBy`. To take it up again is up to them alone, and what is paused stays as it is.',
    data: z.object({ roomId, peerId, source }),
    ack: nothing,
    errors: [...LIVE_ERRORS, 'mediaUnavailable'],
  },
  removePerson: {
    summary:
      'Ends the memberships of somebody in a call. They cannot be resumed; a new join is another matter.',
    data: somebody,
    ack: nothing,
    errors: LIVE_ERRORS,
  },
  ban: {
    summary:
      'Removes a person from a room, and keeps them out: by who they are, and for at most a day by the address that they come from too. Who moderated moderates no more.',
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
    errors: [...STORED_ERRORS, 'tooManyRooms'],
  },
  unban: {
    summary: 'Lets a person in again.',
    data: somebody,
    ack: nothing,
    errors: STORED_ERRORS,
  },
  getBans: {
    summary: 'Who may not enter a room.',
    data: z.object({ roomId }),
    ack: z.object({ bans: z.array(ban) }),
    errors: ['notFound', 'forbidden'],
  },
  admit: {
    summary: 'Lets somebody in who waits.',
    data: waiting,
    ack: nothing,
    errors: LIVE_ERRORS,
  },
  refuse: {
    summary: 'Sends somebody away who waits. They may try again.',
    data: waiting,
    ack: nothing,
    errors: LIVE_ERRORS,
  },
  setModerator: {
    summary:
      'Says whether somebody who is here moderates the room; for its owner. Who moderates it already may be elsewhere.',
    data: z.object({ roomId, personId, moderates: z.boolean() }),
    ack: nothing,
    errors: [...STORED_ERRORS, 'tooManyModerators', 'tooManyRooms'],
  },
  handOn: {
    summary:
      'Makes somebody else the owner of a room: somebody who is here, or moderates it. The former owner moderates it from then on.',
    data: somebody,
    ack: nothing,
    errors: [...STORED_ERRORS, 'tooManyRooms'],
  },
} as const satisfies Record<string, RequestDefinition>;
