import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RoomClient } from '../../packages/client/src/RoomClient.ts';
import { WITH_JUMPING_CLOCK } from '../../packages/server/src/testing/jumpingClock.ts';
import { vp8 } from '../../packages/server/src/testing/rtp.ts';
import { SupervisedServer } from '../../packages/server/src/testing/SupervisedServer.ts';
import type { TestClient } from '../../packages/server/src/testing/TestClient.ts';

// A wall clock that jumps by an hour while people talk: nothing happens.

const HOUR_MS = 3_600_000;

/** Pings come every 8 s. */
const PATIENT = { timeout: 30_000 };

let server: SupervisedServer;
let ada: RoomClient;
let bob: TestClient;
let roomId: string;
let connections: string[];
const said: string[] = [];

beforeEach(async () => {
  server = await SupervisedServer.start({ NODE_OPTIONS: WITH_JUMPING_CLOCK });
  ada = new RoomClient({ url: server.url });
  connections = [];
  ada.subscribe(() => connections.push(ada.getSnapshot().connection.status));
  ada.connect();
  await expect.poll(() => ada.getSnapshot().connection.status, PATIENT).toBe('connected');
  connections.length = 0;
  await ada.person.update({ name: 'Ada' });
  bob = await server.connect();
  ({ roomId } = await bob.join('lounge', 'Bob'));
  await bob.ask('produce', bob.producing({ source: 'camera', rtpParameters: vp8() }));
  ada.chat.open(roomId);
  said.length = 0;
});

afterEach(async () => {
  vi.useRealTimers();
  ada.close();
  await server.close();
});

async function chatWorks(): Promise<void> {
  said.push(`message ${said.length}`);
  ada.chat.send(roomId, { text: said.at(-1) ?? '' });
  const chat = () => ada.getSnapshot().chats.get(roomId);
  await expect.poll(() => chat()?.messages.map(({ text }) => text), PATIENT).toEqual(said);
  expect(chat()?.pending).toEqual([]);
}

/** Whoever is silent for too long would have been given up by now. */
async function heartbeat(): Promise<void> {
  await new Promise<void>((resolve) => bob.socket.io.once('ping', resolve));
}

/** A signal is worked off when the process gets to it. Resolves when its clock is so far off. */
async function jumps(signal: NodeJS.Signals, offMs: number): Promise<void> {
  process.kill(await server.serverPid(), signal);
  const isOff = async () => {
    const { now } = (await (await fetch(`${server.url}/api/time`)).json()) as { now: number };
    return Math.abs(now - Date.now() - offMs) < 0.1 * HOUR_MS;
  };
  await expect.poll(isOff, PATIENT).toBe(true);
}

function nobodyLeft(): void {
  expect(new Set(connections)).toEqual(new Set(['connected']));
  expect(bob.socket.connected).toBe(true);
  const call = ada.getSnapshot().rooms.find((room) => room.roomId === roomId);
  expect(call?.peers).toMatchObject([{ name: 'Bob', publications: [{ source: 'camera' }] }]);
}

test('the server’s clock jumps an hour ahead, and two back', async () => {
  await chatWorks();
  const pid = await server.serverPid();
  for (const [signal, offMs] of [
    ['SIGUSR2', HOUR_MS],
    ['SIGURG', -HOUR_MS],
  ] as const) {
    await jumps(signal, offMs);
    await chatWorks();
    await heartbeat();
    await chatWorks();
    nobodyLeft();
  }
  const eve = await server.connect();
  const { messages } = await eve.ask('openChat', { roomId, limit: 100 });
  expect(messages.map(({ text }) => text)).toEqual(said);
  // So it did jump.
  const [before, ahead] = messages.map(({ at }) => at);
  expect((ahead ?? 0) - (before ?? 0)).toBeGreaterThan(0.9 * HOUR_MS);
  expect((before ?? 0) - (messages.at(-1)?.at ?? 0)).toBeGreaterThan(0.9 * HOUR_MS);
  await eve.join('lounge', 'Eve');
  expect(await server.serverPid()).toBe(pid);
});

test('a client’s clock jumps an hour ahead, and two back', async () => {
  await chatWorks();
  for (const jumpMs of [HOUR_MS, -2 * HOUR_MS]) {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + jumpMs });
    await chatWorks();
    vi.useRealTimers();
    nobodyLeft();
  }
});
