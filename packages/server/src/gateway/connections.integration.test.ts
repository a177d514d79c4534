import { once } from 'node:events';
import { PROTOCOL_VERSION } from '@ottogi/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LIMITS } from '../limits/limits.ts';
import { TestServer } from '../testing/TestServer.ts';

// Packets of engine.io and socket.io, as https://socket.io/docs/v4/socket-io-protocol/ spells them.
const CONNECT = `40${JSON.stringify({ protocolVersion: PROTOCOL_VERSION })}`;
const DISCONNECT = '41';

let server: TestServer;
let socket: WebSocket;
let received: string[];

beforeEach(async () => {
  server = await TestServer.start();
  socket = new WebSocket(`${server.url}/socket.io/?EIO=4&transport=websocket`);
  received = [];
  socket.addEventListener('message', ({ data }) => received.push(String(data)));
  await once(socket, 'open');
});

afterEach(async () => {
  socket.close();
  await server.close();
});

const count = (prefix: string) => received.filter((packet) => packet.startsWith(prefix)).length;

test('a connection is one session, however often it asks', async () => {
  for (let time = 0; time < 5; time += 1) socket.send(CONNECT);
  await expect.poll(() => count('42["welcome"')).toBe(1);
  await expect.poll(() => count('44')).toBe(4);
});

test('a session that ends takes its connection along', async () => {
  socket.send(CONNECT);
  await expect.poll(() => count('42["welcome"')).toBe(1);
  const closed = once(socket, 'close');
  socket.send(DISCONNECT);
  await closed;
});

test.each([
  ['asks for what is no session', '40/elsewhere,{}'],
  ['asks for its session', CONNECT],
  ['beats its heart', '3'],
])('a connection that %s without end is closed', async (_what, packet) => {
  socket.send(CONNECT);
  await expect.poll(() => count('42["welcome"')).toBe(1);
  // Otherwise it would be closed for its silence.
  socket.addEventListener('message', ({ data }) => data === '2' && socket.send('3'));
  const closed = once(socket, 'close');
  for (let sent = 0; sent < 2 * LIMITS.session.packets.burst; sent += 1) socket.send(packet);
  await closed;
  await (await server.connect()).ask('getSnapshot', {});
});
