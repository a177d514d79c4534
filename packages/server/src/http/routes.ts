import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Workers } from '../media/Workers.ts';
import type { Rooms } from '../rooms/Rooms.ts';
import { stateDocuments } from '../rooms/stateDocuments.ts';

export interface RoutesContext {
  rooms: Rooms;
  workers: Workers;
  serverVersion: string;
  adminToken: string;
}

export function addRoutes(app: FastifyInstance, context: RoutesContext): void {
  const { rooms, workers, serverVersion, adminToken } = context;
  const startedAt = performance.now();

  // Alive: the process answers. Whether it can serve a call is readyz's to say.
  app.get('/healthz', async () => ({
    status: 'ok',
    version: serverVersion,
    uptimeMs: Math.round(performance.now() - startedAt),
  }));

  app.get('/readyz', async (_request, reply) => {
    if (workers.ready) return { status: 'ready' };
    return reply.code(503).send({ status: 'not ready', reason: 'no media worker is up' });
  });

  app.get('/api/rooms', async () => ({ rooms: rooms.documents() }));

  const onRequest = requireToken(adminToken);
  app.get('/api/state', { onRequest }, async () => stateDocuments(rooms.list()));
  app.get('/api/workers', { onRequest }, async () => ({ workers: workers.documents() }));
}

/** Behind a proxy every address is loopback, so the address says nothing: always the token. */
function requireToken(token: string) {
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
