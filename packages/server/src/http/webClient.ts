import { existsSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { isFromHere } from '../limits/address.ts';

const DIST = fileURLToPath(new URL('../../../web/dist/', import.meta.url));

/** For the browsers that this server starts. */
const MIXER_PAGE = '/mixer.html';

/** Serves the built page. */
export async function addWebClient(app: FastifyInstance, dist = DIST): Promise<void> {
  if (!existsSync(dist)) {
    app.get('/', async (_request, reply) =>
      reply.code(503).send('The web client is not built yet: "npm start" builds it.'),
    );
    return;
  }
  await app.register(fastifyStatic, {
    root: dist,
    cacheControl: false,
    // The build puts a `.br` and a `.gz` beside what is worth it.
    preCompressed: true,
    allowedPath: (path, _root, { raw }) => !path.startsWith(MIXER_PAGE) || isFromHere(raw),
    setHeaders: (reply, path) => {
      // What Vite puts into assets/ carries a hash of its content in its name.
      const isHashed = relative(dist, path).startsWith(`assets${sep}`);
      reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'not found' }));
}

/**
 * `/check` and every path of a room are the same page, which reads the address itself: also where the path is none
 * that a server could decode, as in `/r/100%`.
 */
export function pageOf(url: string): string {
  return /^\/(?:r|check)(?:[/?]|$)/.test(url) ? '/' : url;
}
