import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Server as Engine, Socket } from 'engine.io';
import { addressOf } from '../limits/address.ts';
import type { AddressBook } from '../limits/AddressBook.ts';
import { type Rate, RateLimit } from '../limits/RateLimit.ts';
import { tooOften } from '../limits/tooOften.ts';

/** Counts connections and polls by address, and turns away what is too much of them. */
export function guardDoor(engine: Engine, book: AddressBook): void {
  engine.use((request: IncomingMessage, response: ServerResponse, next: () => void) => {
    const known = new URL(request.url ?? '', 'http://localhost').searchParams.has('sid');
    const waitMs = book.knock(addressOf(request), known ? 'poll' : 'connection');
    if (waitMs === 0) next();
    else turnAway(request, response, waitMs);
  });
  engine.on('connection', (connection: Socket) => {
    const { headers, socket } = connection.request;
    const address = book.address(addressOf(connection.request));
    const isWebSocket = headers.upgrade !== undefined;
    address.open += 1;
    boundPackets(connection, book.limits.session.packets);
    connection.once('close', () => {
      address.open -= 1;
      if (isWebSocket) setTimeout(() => socket.destroy(), book.limits.http.lingerMs).unref();
    });
  });
}

/** Most of what is no request is refused below us, where nobody counts it. */
function boundPackets(connection: Socket, rate: Rate): void {
  const packets = new RateLimit(rate);
  connection.on('packet', () => {
    if (packets.waitMs() > 0) connection.close(true);
    else packets.take();
  });
}

function turnAway(request: IncomingMessage, response: ServerResponse, waitMs: number): void {
  const { status, headers, body } = tooOften(waitMs);
  const text = JSON.stringify(body);
  if (request.headers.upgrade === undefined) {
    response
      .writeHead(status, { ...headers, 'content-type': 'application/json', connection: 'close' })
      .end(text);
    return;
  }
  // There is no response to an upgrade, only its socket.
  const lines = Object.entries({
    ...headers,
    connection: 'close',
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  request.socket.end(`HTTP/1.1 ${status} Too Many Requests\r\n${lines.join('')}\r\n${text}`);
}
