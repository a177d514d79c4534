import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { PROTOCOL_VERSION } from '@ottogi/protocol';
import { afterEach, expect, test } from 'vitest';
import { LIMITS, type Limits } from '../limits/limits.ts';
import { opus } from '../testing/rtp.ts';
import { joining } from '../testing/TestClient.ts';
import { TestServer } from '../testing/TestServer.ts';

let server: TestServer;
const sockets: Socket[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await server.close();
});

const start = async (limits: Limits = LIMITS, env: NodeJS.ProcessEnv = {}) => {
  server = await TestServer.start(env, limits);
};

/** A socket below HTTP, from an address of its own. */
function raw(localAddress = '127.0.0.1'): Socket {
  const { hostname, port } = new URL(server.url);
  const socket = connect({ host: hostname, port: Number(port), localAddress });
  socket.on('error', () => undefined);
  sockets.push(socket);
  return socket;
}

const handshake = (path: string) =>
  [
    `GET ${path} HTTP/1.1`,
    `Host: ${new URL(server.url).host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    '\r\n',
  ].join('\r\n');

const ENGINE = '/socket.io/?EIO=4&transport=websocket';

test('a socket that asks too fast is told when to try again, and is cut off if it does not listen', async () => {
  const requests = {
    ...LIMITS.requests,
    ofSocket: { burst: 20, refillMs: 1_000 },
    refusals: { burst: 10, refillMs: 1_000 },
  };
  await start({ ...LIMITS, requests });
  const hasty = await server.connect();
  const calm = await server.connect();
  const ask = () => hasty.raw('closeChat', { roomId: 'x' });
  const acks = await Promise.all(Array.from({ length: 25 }, ask));
  expect(acks.filter(({ ok }) => ok)).toHaveLength(20);
  expect(acks.at(-1)).toMatchObject({ error: { code: 'tooManyRequests' } });
  const { retryAfterMs } = (acks.at(-1) as { error: { retryAfterMs: number } }).error;
  expect(retryAfterMs).toBeGreaterThan(0);
  expect(retryAfterMs).toBeLessThanOrEqual(1_000);
  const gone = new Promise((resolve) => {
    hasty.socket.once('disconnect', resolve);
  });
  // Without an acknowledgement callback it counts all the same.
  for (let count = 0; count < 10; count += 1) hasty.socket.emit('nonsense');
  await gone;
  await calm.ask('getSnapshot', {});
});

test('what costs the server more counts more', async () => {
  const requests = { ...LIMITS.requests, ofSocket: { burst: 45, refillMs: 60_000 } };
  await start({ ...LIMITS, requests });
  const client = await server.connect();
  await client.join('a');
  await client.join('b');
  expect(await client.errorOf('join', joining('c'))).toBe('tooManyRequests');
  await client.ask('leave', {});
});

test('tabs of one person share what a person may ask, and connections what an address may', async () => {
  const requests = {
    ...LIMITS.requests,
    ofPerson: { burst: 30, refillMs: 60_000 },
    ofAddress: { burst: 45, refillMs: 60_000 },
  };
  await start({ ...LIMITS, requests });
  const secret = 'a-secret-of-at-least-22-characters';
  const one = await server.connect({ secret });
  const other = await server.connect({ secret });
  await one.join('a');
  expect(await other.errorOf('join', joining('a'))).toBe('tooManyRequests');
  const neighbour = await server.connect();
  await neighbour.join('a');
  expect(await neighbour.errorOf('getSnapshot', {})).toBe('tooManyRequests');
  const elsewhere = await server.connect({ address: '127.0.0.2' });
  await elsewhere.join('a');
  const behindProxy = await server.connect({ forwardedFor: '192.0.2.1, 2001:db8::1' });
  await behindProxy.join('a');
  const sameNetwork = await server.connect({ forwardedFor: '2001:db8::ffff' });
  await sameNetwork.join('a');
  expect(await sameNetwork.errorOf('join', joining('b'))).toBe('tooManyRequests');
});

test('newcomers of an address wait for their turn, and those who are in go on', async () => {
  await start({ ...LIMITS, newcomers: { burst: 2, refillMs: 60_000 } });
  const first = await server.connect();
  const second = await server.connect();
  const third = await server.connect();
  await first.join('a');
  await second.join('a');
  const refused = await third.raw('join', joining('a'));
  expect(refused).toMatchObject({ error: { code: 'tooManyRequests' } });
  // It hears who is where all the same.
  expect(third.welcome.rooms).toHaveLength(0);
  await third.next('peerJoined');
  await first.ask('leave', {});
  const elsewhere = await server.connect({ address: '127.0.0.2' });
  await elsewhere.join('a');
});

test('those who come back are no newcomers, however many come from one address', async () => {
  await start({ ...LIMITS, newcomers: { burst: 1, refillMs: 60_000 } });
  const secret = 'a-secret-of-at-least-22-characters';
  const lost = await server.connect({ secret });
  const { resumeToken } = await lost.join('a');
  lost.close();
  const stranger = await server.connect();
  expect(await stranger.errorOf('join', joining('a'))).toBe('tooManyRequests');
  expect(await stranger.errorOf('join', joining('a', { resumeToken }))).toBe('tooManyRequests');
  for (let time = 0; time < 3; time += 1) {
    const back = await server.connect({ secret });
    await back.ask('join', joining('a', { resumeToken }));
    back.close();
  }
});

test('an address that knocks too often gets 429 and when to come again, pages and sockets alike', async () => {
  const http = { ...LIMITS.http, ofAddress: { burst: 50, refillMs: 10_000 } };
  await start({ ...LIMITS, http });
  for (let count = 0; count < 10; count += 1) await fetch(`${server.url}/healthz`);
  const refused = await fetch(`${server.url}/healthz`);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(10);
  expect(await refused.json()).toMatchObject({ code: 'tooManyRequests' });
  const polling = await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`);
  expect(polling.status).toBe(429);
  const upgrade = raw();
  upgrade.write(handshake(ENGINE));
  const [answer] = (await once(upgrade, 'data')) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 429 .*retry-after: \d+\r\n/is);
  const elsewhere = await server.connect({ address: '127.0.0.2' });
  await elsewhere.join('a');
});

test('an address holds so many connections at a time', async () => {
  await start({ ...LIMITS, http: { ...LIMITS.http, mostOpen: 2 } });
  const first = await server.connect();
  await server.connect();
  await expect(server.connect()).rejects.toThrow();
  first.close();
  await expect
    .poll(() =>
      server
        .connect()
        .then(() => 'in')
        .catch(() => 'out'),
    )
    .toBe('in');
});

test('the server takes so many peers; whoever moves leaves the place that they take', async () => {
  await start(LIMITS, { OTTOGI_MAX_PEERS: '2' });
  const [ada, ben, cleo] = [await server.connect(), await server.connect(), await server.connect()];
  await ada.join('a');
  await ben.join('b');
  expect(await cleo.errorOf('join', joining('a'))).toBe('serverFull');
  await ada.join('b');
  await ben.ask('leave', {});
  await cleo.join('c');
});

test('a peer makes so many producers, one after the other', async () => {
  await start();
  const client = await server.connect();
  await client.join('a');
  const produce = () =>
    client.raw('produce', client.producing({ source: 'microphone', rtpParameters: opus() }));
  for (let count = 0; count < LIMITS.call.producers.burst; count += 1) {
    const ack = (await produce()) as { ok: true; data: { producerId: string } };
    await client.ask('closeProducer', ack.data);
  }
  expect(await produce()).toMatchObject({
    error: { code: 'tooManyRequests', retryAfterMs: expect.any(Number) as number },
  });
  // The source is free, and the peer goes on.
  expect((await server.state()).peers).toHaveLength(1);
});

test('a peer whose media never comes about is let go, and one who only listens is not', async () => {
  await start({ ...LIMITS, call: { ...LIMITS.call, connectMs: 300 } });
  const [quiet, mute] = [await server.connect(), await server.connect()];
  await quiet.join('a', 'Quiet');
  const { sendTransport } = await mute.join('b', 'Mute');
  const value = `${'AB:'.repeat(31)}AB`;
  await mute.ask('connectTransport', {
    transportId: sendTransport.transportId,
    dtlsParameters: { fingerprints: [{ algorithm: 'sha-256', value }] },
  });
  const { peerId } = await mute.next('mediaLost');
  const { transports, peers } = await server.state();
  expect(transports.map((transport) => transport.peerId)).not.toContain(peerId);
  expect(transports).toHaveLength(2);
  expect(peers.map(({ name }) => name).sort()).toEqual(['Mute', 'Quiet']);
  await mute.ask('renewMedia', {});
});

test('wrong passwords are counted by address too, right ones are not', async () => {
  const guesses = { ...LIMITS.guesses, ofAddress: { burst: 3, refillMs: 60_000 } };
  await start({ ...LIMITS, guesses });
  const owner = await server.connect();
  await owner.ask('createRoom', { name: 'a', password: 'right' });
  for (let count = 0; count < 5; count += 1) {
    const friend = await server.connect();
    await friend.ask('join', joining('a', { password: 'right' }));
    friend.close();
  }
  for (let count = 0; count < 3; count += 1) {
    const stranger = await server.connect();
    const join = joining('a', { password: `guess ${count}` });
    expect(await stranger.errorOf('join', join)).toBe('wrongPassword');
  }
  const stranger = await server.connect();
  const join = joining('a', { password: 'right' });
  expect(await stranger.errorOf('join', join)).toBe('tooManyRequests');
});

test.each([
  ['says nothing at all', () => ''],
  ['says half a request', () => 'GET / HTTP/1.1\r\nHost: a'],
  ['sends headers a byte at a time', () => 'GET / HTTP/1.1\r\nX-A: '],
  [
    'sends half a body',
    () =>
      'POST /nowhere HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
  ],
  [
    'polls with half a body',
    () =>
      'POST /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n4',
  ],
  ['opens a WebSocket and never speaks', () => handshake(ENGINE)],
])('a socket that %s is closed', async (_what, text) => {
  const http = { ...LIMITS.http, headersMs: 300, bodyMs: 300, lingerMs: 300, checkEveryMs: 100 };
  const session = { ...LIMITS.session, handshakeMs: 300 };
  await start({ ...LIMITS, http, session });
  const socket = raw();
  socket.resume();
  socket.write(text());
  await once(socket, 'close');
});

test('a compressed message is not taken, so none grows beyond its bound', async () => {
  await start();
  const socket = raw();
  const offer = 'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n';
  socket.write(handshake(ENGINE).replace(/\r\n$/, offer));
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 101 /);
  expect(answer.toString().toLowerCase()).not.toContain('sec-websocket-extensions');
  // A compressed frame all the same: FIN, RSV1, text.
  socket.write(Buffer.from([0xc1, 0x81, 0, 0, 0, 0, 0x34]));
  socket.resume();
  await once(socket, 'close');
});

test('a message of more than twice the bound closes its connection before it is read', async () => {
  await start();
  const socket = raw();
  socket.write(handshake(ENGINE));
  await once(socket, 'data');
  // The announced length alone is enough: 1 GiB.
  socket.write(Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0]));
  socket.resume();
  await once(socket, 'close');
});

test('headers beyond their bound are refused', async () => {
  await start();
  const socket = raw();
  socket.write(`GET / HTTP/1.1\r\nHost: a\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 431 /);
});

test('a download that nobody takes is cut off', async () => {
  await start({ ...LIMITS, http: { ...LIMITS.http, idleMs: 500 } });
  const sizeBytes = 24 * 1024 * 1024;
  const ada = await server.connect();
  const { roomId } = await ada.join('a');
  const { uploadId } = await ada.ask('createUpload', { roomId, name: 'a.bin', sizeBytes });
  const put = { method: 'PUT', body: Buffer.alloc(sizeBytes) };
  const answer = await fetch(`${server.url}/api/uploads/${uploadId}`, put);
  const { file } = (await answer.json()) as { file: { fileId: string } };

  const reader = raw();
  await once(reader, 'connect');
  let taken = 0;
  reader.on('data', (chunk: Buffer) => {
    taken += chunk.length;
  });
  reader.pause();
  reader.write(`GET /files/${file.fileId}/a.bin HTTP/1.1\r\nHost: a\r\n\r\n`);
  // What cannot be seen from here, the kernel tells: the server's half of it is gone.
  await expect.poll(() => establishedTo(reader)).toBe(false);
  reader.resume();
  await once(reader, 'close');
  expect(taken).toBeLessThan(sizeBytes);
});

test('one who asks and never reads is cut off, and costs the others nothing', async () => {
  await start();
  const writer = await server.connect();
  const { room } = await writer.ask('createRoom', { name: 'a' });
  const { roomId } = room;
  await writer.ask('updatePerson', { name: 'Ada' });
  for (let count = 0; count < 100; count += 1) {
    const text = '가'.repeat(4_000);
    await writer.ask('sendMessage', { roomId, messageId: `m${count}`, text });
  }
  const reader = raw('127.0.0.2');
  reader.write(handshake(ENGINE));
  await once(reader, 'data');
  reader.write(frame(`40${JSON.stringify({ protocolVersion: PROTOCOL_VERSION })}`));
  await once(reader, 'data');
  reader.write(frame(`420${JSON.stringify(['join', joining('a', { name: 'Reader' })])}`));
  await writer.next('peerJoined');
  reader.pause();
  const asked = JSON.stringify([
    'getMessages',
    { roomId, from: 1, direction: 'after', limit: 100 },
  ]);
  for (let count = 0; count < 50; count += 1) reader.write(frame(`421${asked}`));
  const states = async () => (await server.state()).peers.map(({ state }) => state);
  await expect.poll(states).toEqual(['reconnecting']);
});

/** A text message of a client, masked with zeros (RFC 6455, section 5.2). */
function frame(text: string): Buffer {
  const payload = Buffer.from(text);
  const header = Buffer.from([0x81, 0x80 | 126, 0, 0, 0, 0, 0, 0]);
  header.writeUInt16BE(payload.length, 2);
  return Buffer.concat([header, payload]);
}

/** Whether the kernel still holds the server's end of a connection open (proc(5), /proc/net/tcp). */
async function establishedTo({ localPort }: Socket): Promise<boolean> {
  const hex = (port: number) => port.toString(16).toUpperCase().padStart(4, '0');
  const door = `:${hex(Number(new URL(server.url).port))}`;
  const connections = (await readFile('/proc/net/tcp', 'utf8')).split('\n');
  return connections.some((line) => {
    const [, local = '', remote = '', state] = line.trim().split(/\s+/);
    const isIt = local.endsWith(door) && remote.endsWith(`:${hex(localPort ?? 0)}`);
    return isIt && state === '01';
  });
}
