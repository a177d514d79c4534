import type { FastifyReply, FastifyRequest } from 'fastify';

/** How long a browser may remember what it was told, in seconds: a day. */
const MAX_AGE_S = 86_400;

/** Tells browsers that pages of these origins may read the answers (Fetch standard, CORS). */
export function crossOrigin(allowed: readonly string[]) {
  return async ({ headers: { origin } }: FastifyRequest, reply: FastifyReply): Promise<void> => {
    reply.header('vary', 'Origin');
    if (origin === undefined || !allowed.includes(origin)) return;
    reply.headers({
      'access-control-allow-origin': origin,
      'access-control-expose-headers': 'content-disposition, content-range, etag',
    });
  };
}

/** The answer to a browser that asks before it sends. To other origins it grants nothing. */
export function preflight(methods: string) {
  const grants = {
    'access-control-allow-methods': methods,
    'access-control-allow-headers': 'content-type, range',
    'access-control-max-age': MAX_AGE_S,
  };
  return async (_request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const isAllowed = reply.hasHeader('access-control-allow-origin');
    await reply
      .code(204)
      .headers(isAllowed ? grants : {})
      .send();
  };
}
