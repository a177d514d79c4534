import type { ConsumerDocument } from '@ottogi/protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Call } from './Call.ts';
import { ClientError, type ClientErrorCode } from './errors.ts';
import type { PeerWish } from './Participation.ts';
import type { CallState } from './state.ts';
import { FakeServer } from './testing/FakeServer.ts';
import { FakeSession, settle } from './testing/fakes.ts';

let server: FakeServer;
let sessions: FakeSession[];
let state: CallState;
let events: string[];
let participation: PeerWish;
let call: Call;

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
  sessions = [];
  events = [];
  participation = { deafened: false, handRaised: false };
  state = { status: 'idle' };
  call = new Call({
    signal: server,
    prepareMedia: async () => ({
      rtpCapabilities: {},
      spatialLayer: null,
      createSession: (_ack, owner) => {
        const session = new FakeSession();
        session.owner = owner;
        sessions.push(session);
        return session;
      },
    }),
    changed: (next) => {
      state = next;
    },
    tracksChanged: () => {},
    participation: () => participation,
    entered: ({ how, told }) => {
      const hand = told.handRaised ? ' with a hand raised' : '';
      events.push(`entered ${how}${hand}`);
    },
    exited: () => events.push('exited'),
    over: () => events.push('over'),
    emit: (event, data) => {
      if (event === 'left') events.push(`left ${'reason' in data ? data.reason : ''}`);
      else events.push(event === 'failed' ? `failed while ${state.status}` : event);
    },
  });
});

afterEach(() => {
  vi.useRealTimers();
});

function join(room: string): Promise<string> {
  return call.join({ room, name: 'Ada' }).then(
    () => 'joined',
    (error: ClientError) => error.code,
  );
}

async function joined(room: string): Promise<void> {
  call.connected();
  const joining = join(room);
  await server.answer();
  expect(await joining).toBe('joined');
}

function open(): FakeSession[] {
  return sessions.filter((session) => !session.closed);
}

test('a join waits for the connection, and is one request', async () => {
  const joining = join('Lounge');
  await server.answer();
  expect(state).toEqual({ status: 'joining', room: 'Lounge', name: 'Ada', again: false });
  expect(server.asked).toEqual([]);
  call.connected();
  await server.answer();
  expect(await joining).toBe('joined');
  expect(server.asked).toEqual(['join Lounge']);
  expect(state).toMatchObject({ status: 'joined', roomId: 'id-of-Lounge', peerId: 'peer-1' });
  expect(sessions[0]?.told).toEqual(['start']);
});

test('the room that one is in already costs nothing, however it is spelt', async () => {
  await joined('Lounge');
  expect(await join('  lounge ')).toBe('joined');
  expect(server.asked).toEqual(['join Lounge']);
});

test('a move keeps the old session until the new one is there', async () => {
  await joined('Lounge');
  const moving = join('Attic');
  await settle();
  expect(state).toMatchObject({ status: 'joined', room: 'Lounge', movingTo: 'Attic' });
  expect(open()).toEqual([sessions[0]]);
  await server.answer();
  expect(await moving).toBe('joined');
  expect(open()).toEqual([sessions[1]]);
  expect(state).toMatchObject({ status: 'joined', room: 'Attic', movingTo: null });
  expect(events).toEqual(['entered new', 'joined', 'left moved', 'entered moved', 'joined']);
});

test('of quick clicks the last one wins', async () => {
  await joined('Lounge');
  const clicks = ['Attic', 'Kitchen', 'Garden'].map(join);
  await server.answer();
  expect(await Promise.all(clicks)).toEqual(['superseded', 'superseded', 'joined']);
  expect(server.room).toBe('Garden');
  expect(state).toMatchObject({ status: 'joined', room: 'Garden' });
  expect(open()).toHaveLength(1);
});

test('back to the old room while the move is on its way ends in the old room', async () => {
  await joined('Lounge');
  const away = join('Attic');
  await settle();
  const back = join('Lounge');
  await server.answer();
  expect(await away).toBe('superseded');
  expect(await back).toBe('joined');
  expect(server.room).toBe('Lounge');
  expect(state).toMatchObject({ status: 'joined', room: 'Lounge', movingTo: null });
  expect(open()).toHaveLength(1);
});

test('a move that fails leaves one where one was', async () => {
  await joined('Lounge');
  server.fail('invalidRequest');
  const moving = join('');
  await server.answer();
  expect(await moving).toBe('invalidRequest');
  expect(state).toMatchObject({ status: 'joined', room: 'Lounge', movingTo: null });
  expect(open()).toHaveLength(1);
});

test('a first join that fails says why', async () => {
  call.connected();
  server.fail('mediaRejected');
  const joining = join('Lounge');
  await server.answer();
  expect(await joining).toBe('mediaRejected');
  expect(state).toMatchObject({ status: 'failed', room: 'Lounge' });
});

test('leaving takes effect at once, and the server is told', async () => {
  await joined('Lounge');
  const leaving = call.leave();
  expect(state).toEqual({ status: 'idle' });
  expect(open()).toEqual([]);
  await server.answer();
  await leaving;
  expect(server.room).toBeNull();
});

test('leaving while joining leaves nothing behind', async () => {
  call.connected();
  const joining = join('Lounge');
  await settle();
  const leaving = call.leave();
  expect(state).toEqual({ status: 'idle' });
  await server.answer();
  await leaving;
  expect(await joining).toBe('superseded');
  expect(server.room).toBeNull();
  expect(sessions).toEqual([]);
});

test('leaving without a connection works', async () => {
  await joined('Lounge');
  call.disconnected();
  await call.leave();
  expect(state).toEqual({ status: 'idle' });
  call.connected();
  await server.answer();
  expect(server.asked).toEqual(['join Lounge']);
});

test('a lost connection is joined again, and the pictures stay until then', async () => {
  await joined('Lounge');
  call.disconnected();
  server.room = null;
  expect(state).toEqual({ status: 'joining', room: 'Lounge', name: 'Ada', again: true });
  expect(open()).toEqual([sessions[0]]);
  call.connected();
  await server.answer();
  expect(state).toMatchObject({ status: 'joined', peerId: 'peer-2' });
  expect(open()).toEqual([sessions[1]]);
  expect(events).toEqual([
    'entered new',
    'joined',
    'exited',
    'left connectionLost',
    'entered again',
    'joined',
  ]);
});

test('a lost media worker is waited for as long as it takes', async () => {
  await joined('Lounge');
  server.room = null;
  server.fail(...Array.from({ length: 12 }, () => 'mediaUnavailable' as const));
  call.notified({ name: 'callClosed', data: { peerId: 'peer-1', reason: 'mediaLost' } }, () => {});
  for (let attempt = 0; attempt < 13; attempt += 1) {
    await server.answer();
    await vi.advanceTimersByTimeAsync(10_000);
  }
  expect(state).toMatchObject({ status: 'joined', room: 'Lounge' });
  expect(server.asked).toHaveLength(14);
});

test('a first join is not tried for ever', async () => {
  call.connected();
  server.fail(...Array.from({ length: 12 }, () => 'mediaUnavailable' as const));
  const joining = join('Lounge');
  for (let attempt = 0; attempt < 8; attempt += 1) {
    await server.answer();
    await vi.advanceTimersByTimeAsync(10_000);
  }
  expect(await joining).toBe('mediaUnavailable');
  expect(server.asked).toHaveLength(6);
});

test('the end of a former membership is no concern of the present one', async () => {
  await joined('Lounge');
  call.notified({ name: 'callClosed', data: { peerId: 'old', reason: 'mediaLost' } }, () => {});
  expect(state).toMatchObject({ status: 'joined' });
});

test('a join that the server heard, and whose answer came too late, is sorted out', async () => {
  call.connected();
  server.fail('timeout');
  const joining = join('Lounge');
  for (let attempt = 0; attempt < 4; attempt += 1) {
    await server.answer();
    await vi.advanceTimersByTimeAsync(1000);
  }
  expect(await joining).toBe('joined');
  expect(server.asked).toEqual(['join Lounge', 'leave', 'join Lounge']);
  expect(server.room).toBe('Lounge');
});

test('media that breaks while signaling works is joined again', async () => {
  await joined('Lounge');
  sessions[0]?.owner?.lost(new ClientError('mediaBlocked', 'broke'));
  expect(state).toMatchObject({ status: 'joining', again: true });
  for (let attempt = 0; attempt < 4; attempt += 1) {
    await vi.advanceTimersByTimeAsync(1000);
    await server.answer();
  }
  expect(state).toMatchObject({ status: 'joined', room: 'Lounge' });
  expect(open()).toHaveLength(1);
  expect(server.asked).toEqual(['join Lounge', 'leave', 'join Lounge']);
});

test('whoever leaves after media broke leaves no ghost behind', async () => {
  await joined('Lounge');
  sessions[0]?.owner?.lost(new ClientError('mediaBlocked', 'broke'));
  const leaving = call.leave();
  await server.answer();
  await leaving;
  expect(server.asked).toEqual(['join Lounge', 'leave']);
});

test('to join a lost call is to wait until it stands again', async () => {
  await joined('Lounge');
  call.disconnected();
  server.room = null;
  let outcome = '';
  const waiting = join('lounge').then((how) => {
    outcome = how;
  });
  await settle();
  expect(outcome).toBe('');
  call.connected();
  await server.answer();
  await waiting;
  expect(outcome).toBe('joined');
});

test('a consumer is acknowledged once the session can take it', async () => {
  await joined('Lounge');
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

test('a snapshot without the call means that it is over', async () => {
  await joined('Lounge');
  const rooms: [] = [];
  const mine = {
    roomId: 'id-of-Lounge',
    peerId: 'peer-1',
    producers: [{ producerId: 'p1', wantedLayer: null }],
    consumers: [],
  };
  call.snapshotTaken({ seq: 5, rooms, call: mine });
  expect(sessions[0]?.told).toEqual(['start', 'reconcile p1']);
  server.room = null;
  call.snapshotTaken({ seq: 6, rooms, call: null });
  await server.answer();
  expect(state).toMatchObject({ status: 'joined', peerId: 'peer-2' });
});

test('a lost call that cannot be had again is over', async () => {
  await joined('Lounge');
  call.disconnected();
  server.room = null;
  server.fail('roomFull');
  call.connected();
  await server.answer();
  expect(state).toMatchObject({ status: 'failed', error: { code: 'roomFull' } });
  expect(events.slice(-2)).toEqual(['over', 'failed while failed']);
  expect(open()).toEqual([]);
});

test('a refused client waits for nothing', async () => {
  await joined('Lounge');
  const moving = join('Attic');
  await settle();
  const error = new ClientError('protocolMismatch', 'reload');
  call.refused(error);
  expect(await moving).toBe('protocolMismatch');
  expect(state).toEqual({ status: 'failed', room: 'Lounge', name: 'Ada', error });
  expect(open()).toEqual([]);
});

test.each<ClientErrorCode>(['passwordRequired', 'wrongPassword', 'roomFull', 'banned'])(
  '%s ends the wish, and another try is another wish',
  async (code) => {
    call.connected();
    server.fail(code);
    const joining = join('Lounge');
    await server.answer();
    expect(await joining).toBe(code);
    expect(state).toMatchObject({ status: 'failed', error: { code } });
    const again = join('Lounge');
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

test('a call that comes back has the same password, deafness and raised hand', async () => {
  call.connected();
  const joining = call.join({ room: 'Lounge', name: 'Ada', password: 'sesame' });
  await server.answer();
  await joining;
  participation = { deafened: true, handRaised: true };
  call.disconnected();
  server.room = null;
  call.connected();
  await server.answer();
  expect(server.joins[1]).toMatchObject({ password: 'sesame', deafened: true, handRaised: true });
  expect(events).toContain('entered again with a hand raised');
});

test('a raised hand does not move along', async () => {
  await joined('Lounge');
  participation = { deafened: true, handRaised: true };
  const moving = join('Attic');
  await server.answer();
  await moving;
  expect(server.joins[1]).toMatchObject({ deafened: true, handRaised: false });
});

test.each(['banned', 'roomDeleted'] as const)('%s is not joined again', async (reason) => {
  await joined('Lounge');
  server.room = null;
  call.notified({ name: 'callClosed', data: { peerId: 'peer-1', reason } }, () => {});
  await server.answer();
  expect(state).toMatchObject({ status: 'failed', room: 'Lounge', error: { code: reason } });
  expect(events.slice(2)).toEqual(['exited', 'over', `left ${reason}`, 'failed while failed']);
  expect([open(), server.asked]).toEqual([[], ['join Lounge']]);
});

test('a ban from the room that one is leaving does not stop the move', async () => {
  await joined('Lounge');
  const moving = join('Attic');
  await settle();
  call.notified({ name: 'callClosed', data: { peerId: 'peer-1', reason: 'banned' } }, () => {});
  expect(state).toMatchObject({ status: 'joining', room: 'Attic' });
  await server.answer();
  expect(await moving).toBe('joined');
  expect(state).toMatchObject({ status: 'joined', room: 'Attic' });
  expect(events).not.toContain('over');
});

test('a lost call is joined again under the name that the room has now', async () => {
  await joined('Lounge');
  call.roomsNamed([{ roomId: 'id-of-Lounge', name: 'Salon' }]);
  call.renamed('Ada L.');
  expect(state).toMatchObject({ status: 'joined', room: 'Salon', name: 'Ada L.' });
  call.disconnected();
  call.connected();
  await server.answer();
  expect(server.joins[1]).toMatchObject({ room: 'Salon', name: 'Ada L.' });
});
