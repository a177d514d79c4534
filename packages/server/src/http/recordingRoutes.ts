import fastifyStatic from '@fastify/static';
import { create as contentDisposition } from 'content-disposition';
import type { FastifyError, FastifyInstance } from 'fastify';
import type { Logger } from '../logger.ts';
import type { Recordings } from '../recordings/Recordings.ts';
import { errorHandler } from './errorAnswers.ts';

export interface RecordingRoutesContext {
  recordings: Recordings;
  logger: Logger;
}

/** Recordings go out by plain HTTP, in parts too (RFC 9110, section 14), to whoever has a ticket. */
export async function addRecordingRoutes(
  app: FastifyInstance,
  { recordings, logger }: RecordingRoutesContext,
): Promise<void> {
  await app.register(async (scope) => {
    scope.setErrorHandler<FastifyError>(errorHandler(logger, 'a recording request failed'));
    await scope.register(fastifyStatic, {
      root: recordings.dir,
      serve: false,
      index: false,
      cacheControl: false,
    });
    scope.get<{ Params: Record<'ticket' | 'recordingId' | 'file', string> }>(
      '/recordings/:ticket/:recordingId/:file',
      async ({ params }, reply) => {
        const { path, name } = recordings.file(params.ticket, params.recordingId, params.file);
        const saved = name.replace(/[\\/]/g, '_');
        return reply
          .headers({
            'content-disposition': contentDisposition(saved),
            'x-content-type-options': 'nosniff',
            'content-security-policy': "default-src 'none'; media-src 'self'; sandbox",
            'cross-origin-resource-policy': 'same-origin',
            // The address is leave enough: nobody else is to keep it, or what is behind it.
            'cache-control': 'private, no-store',
            'referrer-policy': 'no-referrer',
          })
          .sendFile(path);
      },
    );
  });
}
