import { z } from 'zod';

/** Of a password, or a token. */
const ACCESS_MAX_LENGTH = 8192;

/** What a client says in socket.io's `auth` when it connects. */
export const handshake = z.object({
  protocolVersion: z.number().int().describe('The version that the client speaks.'),
  secret: z
    .string()
    .regex(/^[\w-]{22,128}$/)
    .optional()
    .describe(
      'What a device keeps to be the same person each time: at least 128 random bits in base64url. The server keeps a hash of it only. Without one, the person lasts as long as the connection.',
    ),
  access: z
    .string()
    .min(1)
    .max(ACCESS_MAX_LENGTH)
    .optional()
    .describe('What opens the door of a server that has one: its password, or a token (JWT).'),
});

export type Handshake = z.output<typeof handshake>;
