import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { ErrorCode } from '@ottogi/protocol';
import { Server } from 'socket.io';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Signal, type SignalOptions, type SignalOwner } from './Signal.ts';

/** A server that lets nobody in, for these reasons in turn, and then anybody. */
let refusals: ErrorCode[];
/** What was brought at each attempt. */
let brought: unknown[];
let server: Server;
let url: string;
let signal: Signal;

const owner = {
  notified: vi.fn<SignalOwner['notified']>(),
  snapshotTaken: vi.fn<SignalOwner['snapshotTaken']>(),
  disconnected: vi.fn<SignalOwner['disconnected']>(),
  refused: vi.fn<SignalOwner['refused']>(),
};

beforeEach(async () => {
  vi.resetAllMocks();
  refusals = [];
  brought = [];
  const http = createServer();
  server = new Server(http);
  server.use((socket, next) => {
    brought.push((socket.handshake.auth as { access?: unknown }).access);
    const code = refusals.shift();
    next(code && Object.assign(new Error(code), { data: { code, message: code } }));
  });
  server.on('connection', (socket) => socket.emit('welcome', { seq: 1, data: {} }));
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
});

afterEach(async () => {
  signal.disconnect();
  await server.close();
});

function connect(access?: SignalOptions['access']): void {
  signal = new Signal({ url, ...(access !== undefined && { access }) }, owner);
  signal.connect();
}

const welcomed = () => expect.poll(() => owner.notified.mock.calls.length).toBe(1);

test('what lets one in goes along, and where there is nothing, nothing does', async () => {
  connect('open sesame');
  await welcomed();
  signal.disconnect();
  connect();
  await expect.poll(() => owner.notified.mock.calls.length).toBe(2);
  expect(brought).toEqual(['open sesame', undefined]);
});

test.each(['protocolMismatch', 'accessRequired', 'accessRefused', 'tokenRefused', 'tokenExpired'])(
  'after %s no attempt follows, until something else is brought',
  async (code) => {
    refusals = [code as ErrorCode];
    connect('wrong');
    await expect.poll(() => owner.refused.mock.calls.length).toBe(1);
    expect(owner.refused.mock.calls[0]?.[0]).toMatchObject({ code });
    expect(owner.disconnected).not.toHaveBeenCalled();
    signal.setAccess('right');
    signal.connect();
    await welcomed();
    expect(brought).toEqual(['wrong', 'right']);
  },
);

test.each(['tooManyRequests', 'accessUnavailable'] as const)(
  'after %s it tries again by itself',
  async (code) => {
    refusals = [code];
    connect('right');
    await welcomed();
    expect(owner.disconnected.mock.calls[0]?.[0]).toMatchObject({ code });
    expect(owner.refused).not.toHaveBeenCalled();
  },
);

test('a token is asked for at every connection, so one that has run out gives way to a fresh one', async () => {
  refusals = ['tokenExpired'];
  let tokens = 0;
  connect(async () => `token ${(tokens += 1)}`);
  await welcomed();
  // As a server does whose session's token runs out.
  for (const socket of server.sockets.sockets.values()) socket.disconnect();
  await expect.poll(() => brought).toEqual(['token 1', 'token 2', 'token 3']);
  expect(owner.refused).not.toHaveBeenCalled();
});

test('where no token can be had now, it is asked for again', async () => {
  const source = vi.fn<() => Promise<string>>().mockRejectedValueOnce(new Error('no network'));
  source.mockResolvedValue('token');
  connect(source);
  await welcomed();
  expect(owner.disconnected.mock.calls[0]?.[0]).toMatchObject({ code: 'accessUnavailable' });
  expect(brought).toEqual(['token']);
});

test('facts that come in one message are told one by one, in order', async () => {
  const left = (peerId: string) => ({ name: 'peerLeft', data: { roomId: 'room', peerId } });
  connect();
  await welcomed();
  server.emit('facts', { seq: 2, data: { facts: [left('a'), left('b')] } });
  server.emit('roomClosed', { seq: 3, data: { roomId: 'room' } });
  await expect.poll(() => owner.notified.mock.calls.length).toBe(4);
  const told = owner.notified.mock.calls.slice(1).map(([notification]) => notification);
  const closed = { name: 'roomClosed', data: { roomId: 'room' } };
  expect(told).toEqual([left('a'), left('b'), closed]);
});
