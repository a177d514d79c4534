import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Behind a proxy every address is loopback, so the address says nothing: always the token. */
export function requireToken(token: string) {
  const expected = digest(token);
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const [scheme, given = ''] = (request.headers.authorization ?? '').split(' ');
    // Digests are of one length, so the comparison takes one time whatever was given.
    if (scheme?.toLowerCase() === 'bearer' && timingSafeEqual(digest(given), expected)) return;
    await reply.code(401).header('www-authenticate', 'Bearer').send({
      error: 'unauthorized',
      message:
        'Send the admin token: "Authorization: Bearer <token>". The server names it at start.',
    });
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
