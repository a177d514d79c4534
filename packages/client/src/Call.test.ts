import type { ConsumerDocument } from '@ottogi/protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ClientError, type ClientErrorCode } from './errors.ts';
import { settle } from './testing/fakes.ts';
import { TestCall } from './testing/TestCall.ts';

let on: TestCall;
let server: TestCall['server'];
let sessions: TestCall['sessions'];
let events: TestCall['events'];
let call: TestCall['call'];

beforeEach(() => {
  vi.useFakeTimers();
  on = new TestCall();
  ({ server, sessions, events, call } = on);
});

afterEach(() => {
  vi.useRealTimers();
});

test('a join waits for the connection, and is one request', async () => {
  const joining = on.join('Lounge');
  await server.answer();
  expect(on.state).toEqual({ status: 'joining', room: 'Lounge', name: 'Ada' });
  expect(server.asked).toEqual([]);
  call.connected();
  await server.answer();
  expect(await joining).toBe('joined');
  expect(server.asked).toEqual(['join Lounge']);
  expect(on.state).toMatchObject({ status: 'joined', roomId: 'id-of-Lounge', peerId: 'peer-1' });
  expect(sessions[0]?.told).toEqual(['start']);
});

test('the room that one is in already costs nothing, however it is spelt', async () => {
  await on.joined('Lounge');
  expect(await on.join('  lounge ')).toBe('joined');
  expect(server.asked).toEqual(['join Lounge']);
});

test('a move keeps the old session until the new one is there', async () => {
  await on.joined('Lounge');
  const moving = on.join('Attic');
  await settle();
  expect(on.state).toMatchObject({ status: 'joined', room: 'Lounge', movingTo: 'Attic' });
  expect(on.open).toEqual([sessions[0]]);
  await server.answer();
  expect(await moving).toBe('joined');
  expect(on.open).toEqual([sessions[1]]);
  expect(on.state).toMatchObject({ status: 'joined', room: 'Attic', movingTo: null });
  expect(events).toEqual(['entered new', 'joined', 'left moved', 'entered moved', 'joined']);
});

test('of quick clicks the last one wins', async () => {
  await on.joined('Lounge');
  const clicks = ['Attic', 'Kitchen', 'Garden'].map((room) => on.join(room));
  await server.answer();
  expect(await Promise.all(clicks)).toEqual(['superseded', 'superseded', 'joined']);
  expect(server.room).toBe('Garden');
  expect(on.state).toMatchObject({ status: 'joined', room: 'Garden' });
  expect(on.open).toHaveLength(1);
});

test('back to the old room while the move is on its way ends in the old room', async () => {
  await on.joined('Lounge');
  const away = on.join('Attic');
  await settle();
  const back = on.join('Lounge');
  await server.answer();
  expect(await away).toBe('superseded');
  expect(await back).toBe('joined');
  expect(server.room).toBe('Lounge');
  expect(on.state).toMatchObject({ status: 'joined', room: 'Lounge', movingTo: null });
  expect(on.open).toHaveLength(1);
});

test('a move that fails leaves one where one was', async () => {
  await on.joined('Lounge');
  server.fail('invalidRequest');
  const moving = on.join('');
  await server.answer();
  expect(await moving).toBe('invalidRequest');
  expect(on.state).toMatchObject({ status: 'joined', room: 'Lounge', movingTo: null });
  expect(on.open).toHaveLength(1);
});

test('a first join that fails says why', async () => {
  call.connected();
  server.fail('mediaRejected');
  const joining = on.join('Lounge');
  await server.answer();
  expect(await joining).toBe('mediaRejected');
  expect(on.state).toMatchObject({ status: 'failed', room: 'Lounge' });
});

test('leaving takes effect at once, and the server is told', async () => {
  await on.joined('Lounge');
  const leaving = call.leave();
  expect(on.state).toEqual({ status: 'idle' });
  expect(on.open).toEqual([]);
  await server.answer();
  await leaving;
  expect(server.room).toBeNull();
});

test('leaving while joining leaves nothing behind', async () => {
  call.connected();
  const joining = on.join('Lounge');
  await settle();
  const leaving = call.leave();
  expect(on.state).toEqual({ status: 'idle' });
  await server.answer();
  await leaving;
  expect(await joining).toBe('superseded');
  expect(server.room).toBeNull();
  expect(sessions).toEqual([]);
});

test('a first join is not tried for ever', async () => {
  call.connected();
  server.fail(...Array.from({ length: 12 }, () => 'mediaUnavailable' as const));
  const joining = on.join('Lounge');
  for (let attempt = 0; attempt < 8; attempt += 1) {
    await server.answer();
    await vi.advanceTimersByTimeAsync(10_000);
  }
  expect(await joining).toBe('mediaUnavailable');
  expect(server.asked).toHaveLength(6);
});

test('a join that the server heard, and whose answer came too late, is sorted out', async () => {
  call.connected();
  server.fail('timeout');
  const joining = on.join('Lounge');
  for (let attempt = 0; attempt < 4; attempt += 1) {
    await server.answer();
    await vi.advanceTimersByTimeAsync(1000);
  }
  expect(await joining).toBe('joined');
  expect(server.asked).toEqual(['join Lounge', 'leave', 'join Lounge']);
  expect(server.room).toBe('Lounge');
});

test('a consumer is acknowledged once the session can take it', async () => {
  await on.joined('Lounge');
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const session of sessions) session.pause = promise;
  const acknowledge = vi.fn();
  const consumer: ConsumerDocument = {
    consumerId: 'c1',
    producerId: 'p1',
    peerId: 'bob',
    source: 'camera',
    kind: 'video',
    rtpParameters: { codecs: [] },
  };
  call.notified({ name: 'consumerOpened', data: { consumer } }, acknowledge);
  await settle();
  expect(acknowledge).not.toHaveBeenCalled();
  resolve();
  await settle();
  expect(acknowledge).toHaveBeenCalledTimes(1);
});

test('a refused client waits for nothing', async () => {
  await on.joined('Lounge');
  const moving = on.join('Attic');
  await settle();
  const error = new ClientError('protocolMismatch', 'reload');
  call.refused(error);
  expect(await moving).toBe('protocolMismatch');
  expect(on.state).toEqual({ status: 'failed', room: 'Lounge', name: 'Ada', error });
  expect(on.open).toEqual([]);
});

test.each<ClientErrorCode>(['passwordRequired', 'wrongPassword', 'roomFull', 'banned'])(
  '%s ends the wish, and another try is another wish',
  async (code) => {
    call.connected();
    server.fail(code);
    const joining = on.join('Lounge');
    await server.answer();
    expect(await joining).toBe(code);
    expect(on.state).toMatchObject({ status: 'failed', error: { code } });
    const again = on.join('Lounge');
    await server.answer();
    expect(await again).toBe('joined');
  },
);

test('another password takes the place of the one that is on its way', async () => {
  call.connected();
  server.fail('wrongPassword');
  const guess = call.join({ room: 'Lounge', name: 'Ada', password: 'guess' });
  guess.catch(() => {});
  await settle();
  const right = call.join({ room: 'Lounge', name: 'Ada', password: 'sesame' });
  await expect(guess).rejects.toMatchObject({ code: 'superseded' });
  await server.answer();
  await right;
  expect(server.joins.map(({ password }) => password)).toEqual(['guess', 'sesame']);
  // In the room already, nobody asks.
  await call.join({ room: 'Lounge', name: 'Ada', password: 'other' });
  expect(server.joins).toHaveLength(2);
});

test('a raised hand does not move along', async () => {
  await on.joined('Lounge');
  on.participation = { deafened: true, handRaised: true };
  const moving = on.join('Attic');
  await server.answer();
  await moving;
  expect(server.joins[1]).toMatchObject({ deafened: true, handRaised: false });
});

test.each(['removed', 'banned', 'roomDeleted'] as const)(
  '%s is not joined again',
  async (reason) => {
    await on.joined('Lounge');
    server.cut();
    call.notified({ name: 'callClosed', data: { peerId: 'peer-1', reason } }, () => {});
    await server.answer();
    expect(on.state).toMatchObject({ status: 'failed', room: 'Lounge', error: { code: reason } });
    expect(events.slice(2)).toEqual(['exited', 'over', `left ${reason}`, 'failed while failed']);
    expect([on.open, server.asked]).toEqual([[], ['join Lounge']]);
  },
);

test('a ban from the room that one is leaving does not stop the move', async () => {
  await on.joined('Lounge');
  const moving = on.join('Attic');
  await settle();
  call.notified({ name: 'callClosed', data: { peerId: 'peer-1', reason: 'banned' } }, () => {});
  expect(on.state).toMatchObject({ status: 'joining', room: 'Attic' });
  await server.answer();
  expect(await moving).toBe('joined');
  expect(on.state).toMatchObject({ status: 'joined', room: 'Attic' });
  expect(events).not.toContain('over');
});
