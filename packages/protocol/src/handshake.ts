import { z } from 'zod';

/** What a client says in socket.io's `auth` when it connects. */
export const handshake = z.object({
  protocolVersion: z.number().int().describe('The version that the client speaks.'),
});

/**
 * Largest message that the server takes, in bytes. Up to twice that an error ack says so; beyond,
 * the connection is closed before anything is read.
 */
export const MESSAGE_MAX_BYTES = 64 * 1024;

export type Handshake = z.output<typeof handshake>;
