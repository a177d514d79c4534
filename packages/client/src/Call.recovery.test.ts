import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ClientError } from './errors.ts';
import { fakeTrack, settle } from './testing/fakes.ts';
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

test('whoever leaves without a connection is gone as soon as there is one', async () => {
  await on.joined('Lounge');
  call.disconnected();
  await call.leave();
  expect(on.state).toEqual({ status: 'idle' });
  expect(on.open).toEqual([]);
  server.cut();
  call.connected();
  await server.answer();
  expect(server.asked).toEqual(['join Lounge', 'leave']);
});

test('a lost connection takes the membership up again, on the same media', async () => {
  await on.joined('Lounge');
  call.disconnected();
  server.cut();
  expect(on.state).toMatchObject({ status: 'joined', peerId: 'peer-1', recovering: 'connection' });
  call.connected();
  await server.answer();
  expect(server.asked).toEqual(['join Lounge', 'resume Lounge']);
  expect(on.state).toMatchObject({ status: 'joined', peerId: 'peer-1', recovering: null });
  expect(sessions).toHaveLength(1);
  expect(sessions[0]?.told).toEqual(['start', 'reconcile ', 'check path']);
  expect(events).toEqual(['entered new', 'joined', 'entered again']);
});

test('after a restart of the server it is the same peer on new media, and the old picture stays', async () => {
  await on.joined('Lounge');
  const track = fakeTrack();
  on.session.arrivals = new Map([['bob/camera', { consumerId: 'c1', open: true }]]);
  call.disconnected();
  server.restart();
  call.connected();
  await server.answer();
  expect(on.state).toMatchObject({ status: 'joined', peerId: 'peer-1', recovering: null });
  expect(sessions).toHaveLength(2);
  expect(on.open).toHaveLength(2);
  const started = new Map([['bob/camera', track]] as const);
  on.session.owner?.tracksChanged({ started, ended: new Map() });
  expect(on.open).toEqual([sessions[1]]);
});

test('an old picture that nothing comes for goes after a while', async () => {
  await on.joined('Lounge');
  on.session.arrivals = new Map([['bob/camera', { consumerId: 'c1', open: true }]]);
  call.disconnected();
  server.restart();
  call.connected();
  await server.answer();
  await vi.advanceTimersByTimeAsync(2_900);
  expect(on.open).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(200);
  expect(on.open).toEqual([sessions[1]]);
});

test('a server that closes is waited for', async () => {
  await on.joined('Lounge');
  call.notified(
    { name: 'callClosed', data: { peerId: 'peer-1', reason: 'serverClosing' } },
    () => {},
  );
  expect(on.state).toMatchObject({ status: 'joined', recovering: 'connection' });
  server.fail('serverClosing');
  await server.answer();
  call.disconnected();
  server.restart();
  call.connected();
  await server.answer();
  expect(on.state).toMatchObject({ status: 'joined', peerId: 'peer-1', recovering: null });
});

test('lost media is renewed for as long as it takes', async () => {
  await on.joined('Lounge');
  server.fail(...Array.from({ length: 12 }, () => 'mediaUnavailable' as const));
  call.notified({ name: 'mediaLost', data: { peerId: 'peer-1' } }, () => {});
  expect(on.state).toMatchObject({ status: 'joined', recovering: 'media', media: 'connecting' });
  for (let attempt = 0; attempt < 13; attempt += 1) {
    await server.answer();
    await vi.advanceTimersByTimeAsync(10_000);
  }
  expect(on.state).toMatchObject({ status: 'joined', peerId: 'peer-1', recovering: null });
  expect(server.asked.filter((request) => request === 'renewMedia')).toHaveLength(13);
  expect(on.open).toHaveLength(1);
  expect(sessions).toHaveLength(2);
});

test('whoever moves away from lost media does not wait for it', async () => {
  await on.joined('Lounge');
  server.fail('mediaUnavailable');
  call.notified({ name: 'mediaLost', data: { peerId: 'peer-1' } }, () => {});
  await server.answer();
  const moving = on.join('Attic');
  await server.answer();
  expect(await moving).toBe('joined');
  expect(server.asked).toEqual(['join Lounge', 'renewMedia', 'join Attic']);
});

test('a connection that is lost under a move goes back first, and then on', async () => {
  await on.joined('Lounge');
  const moving = on.join('Attic');
  await settle();
  server.fail('serverUnreachable');
  call.disconnected();
  await server.answer();
  server.cut();
  call.connected();
  await server.answer();
  expect(await moving).toBe('joined');
  expect(server.asked).toEqual(['join Lounge', 'join Attic', 'resume Lounge', 'join Attic']);
  expect(on.state).toMatchObject({ status: 'joined', room: 'Attic', recovering: null });
});

test('the end of a former membership is no concern of the present one', async () => {
  await on.joined('Lounge');
  call.notified({ name: 'callClosed', data: { peerId: 'old', reason: 'banned' } }, () => {});
  call.notified({ name: 'mediaLost', data: { peerId: 'old' } }, () => {});
  expect(on.state).toMatchObject({ status: 'joined', recovering: null });
});

test('media that breaks while signaling works is renewed', async () => {
  await on.joined('Lounge');
  sessions[0]?.owner?.lost(new ClientError('mediaBlocked', 'broke'));
  expect(on.state).toMatchObject({ status: 'joined', recovering: 'media' });
  await server.answer();
  expect(on.state).toMatchObject({ status: 'joined', peerId: 'peer-1', recovering: null });
  expect(on.open).toHaveLength(1);
  expect(server.asked).toEqual(['join Lounge', 'renewMedia']);
});

test.each(['tooManyRequests', 'timeout'] as const)(
  'whoever leaves where the server answers %s leaves no ghost behind',
  async (code) => {
    await on.joined('Lounge');
    server.fail(code);
    const leaving = call.leave();
    await server.answer();
    await leaving;
    expect(on.state).toEqual({ status: 'idle' });
    server.room = 'Lounge';
    await vi.advanceTimersByTimeAsync(5_000);
    await server.answer();
    expect([server.room, server.asked]).toEqual([null, ['join Lounge', 'leave', 'leave']]);
  },
);

test('whoever leaves after media broke leaves no ghost behind', async () => {
  await on.joined('Lounge');
  sessions[0]?.owner?.lost(new ClientError('mediaBlocked', 'broke'));
  const leaving = call.leave();
  await server.answer();
  await leaving;
  expect(server.asked).toEqual(['join Lounge', 'renewMedia', 'leave']);
  expect(server.room).toBeNull();
  expect(on.open).toEqual([]);
});

test('to join a lost call is to wait until it stands again', async () => {
  await on.joined('Lounge');
  call.disconnected();
  server.cut();
  let outcome = '';
  const waiting = on.join('lounge').then((how) => {
    outcome = how;
  });
  await settle();
  expect(outcome).toBe('');
  call.connected();
  await server.answer();
  await waiting;
  expect(outcome).toBe('joined');
});

test('a snapshot without the call means that it is to be taken up again', async () => {
  await on.joined('Lounge');
  const rooms: [] = [];
  const mine = {
    roomId: 'id-of-Lounge',
    peerId: 'peer-1',
    producers: [{ producerId: 'p1', source: 'camera' as const, wantedLayer: null }],
    mediaId: null,
    consumers: [],
    links: [],
    downlink: {
      wanted: 'tiles' as const,
      ruled: false,
      mix: 'none' as const,
      layerHeights: [],
    },
    knocks: [],
  };
  call.snapshotTaken({ seq: 5, rooms, call: mine });
  expect(sessions[0]?.told).toEqual(['start', 'reconcile p1']);
  server.cut();
  call.snapshotTaken({ seq: 6, rooms, call: null });
  expect(on.state).toMatchObject({ recovering: 'connection' });
  await server.answer();
  expect(on.state).toMatchObject({ status: 'joined', peerId: 'peer-1', recovering: null });
});

test('a lost call that cannot be had again is over', async () => {
  await on.joined('Lounge');
  call.disconnected();
  server.cut();
  server.fail('roomFull');
  call.connected();
  await server.answer();
  expect(on.state).toMatchObject({ status: 'failed', error: { code: 'roomFull' } });
  expect(events.slice(-3)).toEqual(['over', 'left lost', 'failed while failed']);
  expect(on.open).toEqual([]);
});

test('a call that comes back has the same password, deafness and raised hand', async () => {
  call.connected();
  const joining = call.join({ room: 'Lounge', name: 'Ada', password: 'sesame' });
  await server.answer();
  await joining;
  on.participation = { deafened: true, handRaised: true };
  call.disconnected();
  server.cut();
  call.connected();
  await server.answer();
  expect(server.joins[1]).toMatchObject({ password: 'sesame', deafened: true, handRaised: true });
  expect(events).toContain('entered again with a hand raised');
});

test('a lost call is joined again under the name that the room has now', async () => {
  await on.joined('Lounge');
  call.roomsNamed([{ roomId: 'id-of-Lounge', name: 'Salon' }]);
  call.renamed('Ada L.');
  expect(on.state).toMatchObject({ status: 'joined', room: 'Salon', name: 'Ada L.' });
  call.disconnected();
  call.connected();
  await server.answer();
  expect(server.joins[1]).toMatchObject({ room: 'Salon', name: 'Ada L.' });
});
