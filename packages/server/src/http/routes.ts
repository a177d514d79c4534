import type { FastifyInstance } from 'fastify';
import type { Workers } from '../media/Workers.ts';
import type { Rooms } from '../rooms/Rooms.ts';
import { stateDocuments } from '../rooms/stateDocuments.ts';
import { requireToken } from './requireToken.ts';

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
