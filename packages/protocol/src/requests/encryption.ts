/** Keys that peers of an encrypted room hand to each other. To the server they say nothing. */
import { z } from 'zod';
import { peerId } from '../ids.ts';
import { KEY_MESSAGE_MAX_LENGTH, KEY_MESSAGES_MAX } from '../limits.ts';
import { nothing, type RequestDefinition } from './definition.ts';

export const keyMessage = z
  .string()
  .min(1)
  .max(KEY_MESSAGE_MAX_LENGTH)
  .regex(/^[\w.-]+$/)
  .describe('A message about keys; only its receiver can read it. See encryption.md.');

export const encryptionRequests = {
  sendKeys: {
    summary:
      'Hands messages about keys to others in the own call, whose room is encrypted: each arrives as `keysSent`. Peers who are gone are passed over, and whoever has lost their connection misses it, and asks for it later.',
    data: z.object({
      messages: z
        .array(z.object({ peerId, payload: keyMessage }))
        .min(1)
        .max(KEY_MESSAGES_MAX),
    }),
    ack: nothing,
    errors: ['notJoined', 'notEncrypted', 'tooManyRequests'],
  },
} as const satisfies Record<string, RequestDefinition>;
