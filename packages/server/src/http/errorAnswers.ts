import type { ErrorCode, ErrorDocument } from '@ottogi/protocol';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { RequestError, toErrorDocument } from '../errors.ts';
import { inSeconds } from '../limits/tooOften.ts';
import type { Logger } from '../logger.ts';
import { statusOf } from './status.ts';

/** Says by HTTP what an error of the protocol says; nobody keeps it. */
export function sendError(reply: FastifyReply, document: ErrorDocument): FastifyReply {
  const { code, retryAfterMs } = document;
  const status = statusOf(code);
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  if (retryAfterMs !== undefined) reply.header('retry-after', inSeconds(retryAfterMs));
  return reply.code(status).header('cache-control', 'no-store').send(document);
}

/**
 * Answers for routes that throw. What is this side's fault is logged.
 * @param failed What the log says.
 * @param tooLarge The code of a body that is larger than its route takes.
 */
export function errorHandler(
  logger: Logger,
  failed: string,
  tooLarge: ErrorCode = 'invalidRequest',
) {
  return async (
    error: FastifyError | RequestError,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> => {
    if (!(error instanceof RequestError) && error.statusCode && error.statusCode < 500) {
      const code = error.statusCode === 413 ? tooLarge : 'invalidRequest';
      const { message } = error;
      return reply
        .code(error.statusCode)
        .header('cache-control', 'no-store')
        .send({ code, message });
    }
    const document = toErrorDocument(error);
    if (statusOf(document.code) >= 500) logger.error({ err: error, url: request.url }, failed);
    return sendError(reply, document);
  };
}
