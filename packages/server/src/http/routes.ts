import { mayEnter } from '@ottogi/protocol';
import type { FastifyInstance } from 'fastify';
import type { Workers } from '../media/Workers.ts';
import type { Recordings } from '../recordings/Recordings.ts';
import type { Rooms } from '../rooms/Rooms.ts';
import { type StateDocuments, stateDocuments } from '../rooms/stateDocuments.ts';
import { type Bearers, refuse } from './Bearers.ts';

/** What `GET /api/state` tells: every live object. */
export type ServerState = StateDocuments & { recordings: ReturnType<Recordings['documents']> };

export interface RoutesContext {
  rooms: Rooms;
  recordings: Recordings;
  workers: Workers;
  serverVersion: string;
  bearers: Bearers;
}

export function addRoutes(app: FastifyInstance, context: RoutesContext): void {
  const { rooms, recordings, workers, serverVersion, bearers } = context;
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

  app.get('/api/rooms', async (request, reply) => {
    try {
      const grants = await bearers.grantsOf(request);
      return { rooms: rooms.documents().filter(({ name }) => mayEnter(grants, name)) };
    } catch (error) {
      return refuse(reply, error);
    }
  });

  const onRequest = bearers.requireAdmin;
  app.get('/api/state', { onRequest }, async (): Promise<ServerState> => ({
    ...stateDocuments(rooms.list()),
    recordings: recordings.documents(),
  }));
  app.get('/api/workers', { onRequest }, async () => ({ workers: workers.documents() }));
}
