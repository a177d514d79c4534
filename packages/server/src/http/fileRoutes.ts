import fastifyStatic from '@fastify/static';
import { create as contentDisposition } from 'content-disposition';
import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import { RequestError } from '../errors.ts';
import type { Files } from '../files/Files.ts';
import { isAllowedOrigin } from '../origin.ts';
import type { Logger } from '../logger.ts';
import type { FileRecord } from '../store/Store.ts';
import { crossOrigin, preflight } from './cors.ts';
import { errorHandler } from './errorAnswers.ts';

export interface FileRoutesContext {
  files: Files;
  /** Other pages than its own that may upload and read, as `https://host`. */
  allowedOrigins: readonly string[];
  logger: Logger;
}

const UPLOAD = '/api/uploads/:uploadId';

/** The name is for people and their disks; it may be longer than a parameter, so a wildcard. */
const FILE = '/files/:fileId/*';

/** Where a file's record waits until it is known that its bytes are sent. */
const RECORD = 'fileRecord';

/** Files in chat go in and out by plain HTTP: browsers tell the progress, resume, and cache. */
export async function addFileRoutes(
  app: FastifyInstance,
  { files, allowedOrigins, logger }: FileRoutesContext,
): Promise<void> {
  await app.register(async (scope) => {
    // Whatever a body calls itself, it is bytes, and read by nobody but the handler.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _body, done) => done(null));
    const answerError = errorHandler(logger, 'a file request failed');
    scope.setErrorHandler<FastifyError>(async (error, request, reply) => {
      readOut(request);
      return answerError(error, request, reply);
    });
    scope.addHook('onRequest', crossOrigin(allowedOrigins));
    for (const path of [UPLOAD, FILE]) scope.options(path, preflight('GET, HEAD, PUT'));

    scope.put<{ Params: { uploadId: string } }>(UPLOAD, async (request, reply) => {
      if (!isAllowedOrigin(request, allowedOrigins)) {
        throw new RequestError('forbidden', 'this page is not allowed to upload here');
      }
      const file = await files.receive(request.params.uploadId, request.raw);
      readOut(request);
      return reply.header('cache-control', 'no-store').send({ file });
    });

    await addDownloads(scope, files);
  });
}

async function addDownloads(scope: FastifyInstance, files: Files): Promise<void> {
  await scope.register(fastifyStatic, {
    root: files.dir,
    serve: false,
    index: false,
    contentType: false,
    cacheControl: false,
    setHeaders: (reply) => {
      reply.headers(headersOf(reply.request.getDecorator<FileRecord>(RECORD)));
    },
  });
  scope.decorateRequest(RECORD, null);
  scope.get<{ Params: { fileId: string } }>(FILE, async (request, reply) => {
    const record = await files.file(request.params.fileId);
    request.setDecorator(RECORD, record);
    return reply.sendFile(record.fileId);
  });
}

/** Strangers made these bytes: no browser may take them for anything but what they were found to be. */
function headersOf({ name, mimeType, width }: FileRecord): Record<string, string> {
  // Only what was found to be an image has a width.
  const type = width === undefined ? 'attachment' : 'inline';
  return {
    'content-type': mimeType === 'text/plain' ? 'text/plain; charset=utf-8' : mimeType,
    'content-disposition': contentDisposition(name.replace(/[\\/]/g, '_'), { type }),
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'same-origin',
    // Under one id the bytes never change.
    'cache-control': 'private, max-age=31536000, immutable',
  };
}

/** A browser looks at the answer only once it has sent everything, or finds the connection cut. */
function readOut({ raw }: FastifyRequest): void {
  if (!raw.complete) raw.resume();
}
