import type { IncomingMessage, Server } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { addressOf } from '../limits/address.ts';
import type { AddressBook } from '../limits/AddressBook.ts';
import type { Limits } from '../limits/limits.ts';
import { tooOften } from '../limits/tooOften.ts';

/** Uploads are large, and bounded by `receiveBody`: by the pace that their size needs. */
const UPLOAD = /^\/api\/uploads\//;

/** How Node is to hold connections to a pace. The rest is `boundBodies`. */
export function paceOf({ http }: Limits) {
  return {
    maxHeaderSize: http.headerBytes,
    headersTimeout: http.headersMs,
    connectionsCheckingInterval: http.checkEveryMs,
  };
}

/**
 * Cuts what sends its body so slowly that it holds the connection for its own sake. Node has one
 * limit for all requests, which has to let the largest upload pass.
 */
export function boundBodies(server: Server, { http }: Limits): void {
  server.on('request', (request: IncomingMessage) => {
    const { headers, url = '' } = request;
    const hasBody = 'transfer-encoding' in headers || Number(headers['content-length'] ?? 0) > 0;
    if (!hasBody || UPLOAD.test(url)) return;
    const timer = setTimeout(() => {
      if (!request.complete) request.socket.destroy();
    }, http.bodyMs).unref();
    request.once('close', () => clearTimeout(timer));
  });
}

/** Answers 429 to addresses that ask too often. Connections and polls are counted at their own door. */
export function addRequestLimit(app: FastifyInstance, book: AddressBook): void {
  app.addHook('onRequest', async (request, reply) => {
    const waitMs = book.knock(addressOf(request.raw), 'request');
    if (waitMs === 0) return;
    const { status, headers, body } = tooOften(waitMs);
    await reply.code(status).headers(headers).send(body);
  });
}
