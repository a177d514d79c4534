import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Call } from './Call.ts';
import type { FakeServer } from './testing/FakeServer.ts';
import { settle } from './testing/fakes.ts';
import { TestCall } from './testing/TestCall.ts';

let on: TestCall;
let server: FakeServer;
let call: Call;

beforeEach(() => {
  vi.useFakeTimers();
  on = new TestCall();
  ({ server, call } = on);
  call.connected();
});

afterEach(() => {
  vi.useRealTimers();
});

/** Asks to join where somebody has to let one in. */
function knock(room: string): Promise<string> {
  server.fail('waitInLobby');
  return on.join(room);
}

function answered(reason: 'notAdmitted' | 'admitted', room = 'Lounge'): void {
  const roomId = `id-of-${room}`;
  if (reason === 'admitted') call.notified({ name: reason, data: { roomId } }, () => {});
  else call.notified({ name: 'knockEnded', data: { roomId, reason } }, () => {});
}

test('whoever has to be let in waits, and is in as soon as somebody does', async () => {
  const joining = knock('Lounge');
  await server.answer();
  expect(on.state).toEqual({ status: 'waiting', room: 'Lounge', name: 'Ada' });
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(server.asked).toEqual(['join Lounge']);
  answered('admitted');
  expect(on.state).toMatchObject({ status: 'joining', room: 'Lounge' });
  await server.answer();
  expect(await joining).toBe('joined');
  expect(on.state).toMatchObject({ status: 'joined', room: 'Lounge', knocking: false });
  expect(server.asked).toEqual(['join Lounge', 'join Lounge']);
});

test('whoever is not let in hears it, and may knock again', async () => {
  const joining = knock('Lounge');
  await server.answer();
  answered('notAdmitted');
  expect(await joining).toBe('notAdmitted');
  expect(on.state).toMatchObject({ status: 'failed', error: { code: 'notAdmitted' } });
  void knock('Lounge');
  await server.answer();
  expect(on.state).toMatchObject({ status: 'waiting' });
});

test('whoever waits no more tells the server so', async () => {
  const joining = knock('Lounge');
  await server.answer();
  const leaving = call.leave();
  expect(on.state).toEqual({ status: 'idle' });
  await server.answer();
  await leaving;
  expect(await joining).toBe('superseded');
  expect(server.asked).toEqual(['join Lounge', 'stopWaiting']);
  // What was on its way meanwhile is about nothing any more.
  answered('admitted');
  await server.answer();
  expect(on.state).toEqual({ status: 'idle' });
});

test('who waits to move stays where they are, and may stay there', async () => {
  void on.join('Lounge');
  await server.answer();
  const moving = knock('Attic');
  await server.answer();
  expect(on.state).toMatchObject({ status: 'joined', movingTo: 'Attic', knocking: true });
  const back = on.join('Lounge');
  await server.answer();
  expect([await moving, await back]).toEqual(['superseded', 'joined']);
  expect(on.state).toMatchObject({ status: 'joined', movingTo: null, knocking: false });
  expect(server.asked).toEqual(['join Lounge', 'join Attic', 'stopWaiting']);
  const again = knock('Attic');
  await server.answer();
  answered('notAdmitted', 'Attic');
  expect(await again).toBe('notAdmitted');
  expect(on.state).toMatchObject({ status: 'joined', room: 'Lounge', movingTo: null });
  expect(on.sessions.map(({ closed }) => closed)).toEqual([false]);
});

test('who waits, and is called elsewhere, is there at once', async () => {
  const waiting = knock('Lounge');
  await server.answer();
  const elsewhere = on.join('Attic');
  await server.answer();
  expect([await waiting, await elsewhere]).toEqual(['superseded', 'joined']);
  expect(server.asked).toEqual(['join Lounge', 'stopWaiting', 'join Attic']);
});

test('who waits while the connection is lost knocks again', async () => {
  void knock('Lounge');
  await server.answer();
  call.disconnected();
  expect(on.state).toMatchObject({ status: 'joining', room: 'Lounge' });
  server.fail('waitInLobby');
  call.connected();
  await server.answer();
  expect(on.state).toMatchObject({ status: 'waiting' });
  expect(server.asked).toEqual(['join Lounge', 'join Lounge']);
});

test('a call that is too old to be taken up is knocked for', async () => {
  await on.joined('Lounge');
  server.cut();
  call.disconnected();
  server.fail('waitInLobby');
  call.connected();
  await server.answer();
  expect(on.state).toEqual({ status: 'waiting', room: 'Lounge', name: 'Ada' });
  expect([on.open, on.events.slice(2)]).toEqual([[], ['exited', 'left lost']]);
  answered('admitted');
  await server.answer();
  expect(on.state).toMatchObject({ status: 'joined', room: 'Lounge' });
  expect(server.asked).toEqual(['join Lounge', 'resume Lounge', 'join Lounge']);
});

test.each(['admitted', 'notAdmitted'] as const)(
  '%s may be heard before the join is answered',
  async (answer) => {
    server.fail('waitInLobby');
    const joining = on.join('Lounge');
    await settle();
    answered(answer);
    await server.answer();
    expect(await joining).toBe(answer === 'admitted' ? 'joined' : 'notAdmitted');
  },
);

test('who is removed while they wait elsewhere, and is not let in there, is in no call', async () => {
  await on.joined('Lounge');
  const moving = knock('Attic');
  await server.answer();
  const removed = { peerId: 'peer-1', reason: 'removed' } as const;
  call.notified({ name: 'callClosed', data: removed }, () => {});
  expect(on.events).not.toContain('over');
  answered('notAdmitted', 'Attic');
  expect(await moving).toBe('notAdmitted');
  expect(on.events.filter((event) => event === 'over')).toEqual(['over']);
});

test('a call that is too old, and not entered once more, is over', async () => {
  await on.joined('Lounge');
  server.cut();
  call.disconnected();
  server.fail('waitInLobby');
  call.connected();
  await server.answer();
  answered('notAdmitted');
  expect(on.events.filter((event) => event === 'over')).toEqual(['over']);
});

test('who is not let in where they never were has ended nothing', async () => {
  void knock('Lounge');
  await server.answer();
  answered('notAdmitted');
  expect(on.events).toEqual([]);
});
