/** What the server remembers of the person who asks. */
import { z } from 'zod';
import { hue, person } from '../documents.ts';
import { messageSeq } from '../chat.ts';
import { roomId } from '../ids.ts';
import { personName } from '../text.ts';
import { nothing, type RequestDefinition } from './definition.ts';

export const peopleRequests = {
  updatePerson: {
    summary:
      'Changes how one is called and coloured, here and in the call. What is left out stays.',
    data: z.object({ name: personName.optional(), hue: hue.optional() }),
    ack: z.object({ person }),
    errors: ['storeUnavailable', 'tooManyRequests'],
  },
  setFavourite: {
    summary: 'Puts a room among the own favourites, or takes it out.',
    data: z.object({ roomId, favourite: z.boolean() }),
    ack: nothing,
    errors: ['notFound', 'storeUnavailable', 'tooManyRequests'],
  },
  markRead: {
    summary: 'Says up to which message one has read a room. It never goes back.',
    data: z.object({ roomId, messageSeq }),
    ack: nothing,
    errors: ['notFound', 'storeUnavailable', 'tooManyRequests'],
  },
} as const satisfies Record<string, RequestDefinition>;
