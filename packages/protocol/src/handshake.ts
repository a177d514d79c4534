import { z } from 'zod';

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
});

export type Handshake = z.output<typeof handshake>;
