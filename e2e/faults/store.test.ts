import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { RoomClient } from '../../packages/client/src/RoomClient.ts';
import type { PendingMessage } from '../../packages/client/src/state.ts';
import { SlowDisk, SmallDisk } from '../../packages/server/src/store/testing/diskFaults.ts';
import { vp8 } from '../../packages/server/src/testing/rtp.ts';
import { SupervisedServer } from '../../packages/server/src/testing/SupervisedServer.ts';

// The SDK against a real server whose store fails for real: calls go on, and no message is lost.

/** Of a join on a healthy server it is some 20 ms; the tests' machine is shared. */
const JOIN_WITHIN_MS = 500;

/** Longer than any retry waits. */
const PATIENT = { timeout: 30_000, interval: 5 };

/** Long enough that a few of them outgrow what the database has already been given on the disk. */
const LONG = '가나다라마바사 '.repeat(240);

const small = SmallDisk.mount(3);
const slow = SlowDisk.build();
// Of the file, not of the tests that need them: those may be filtered out.
afterAll(async () => {
  await small?.unmount();
  slow?.remove();
});

let server: SupervisedServer;
let ada: RoomClient;
let roomId: string;
let count = 0;

async function start(env: NodeJS.ProcessEnv = {}): Promise<void> {
  server = await SupervisedServer.start(env);
  ada = new RoomClient({ url: server.url });
  ada.connect();
  await expect.poll(() => ada.getSnapshot().connection.status, PATIENT).toBe('connected');
  await ada.person.update({ name: 'Ada' });
  ({ roomId } = await ada.rooms.create({ name: 'lounge' }));
  ada.chat.open(roomId);
  say('before');
  await expect.poll(stored, PATIENT).toEqual(['before']);
}

afterEach(async () => {
  ada.close();
  await server.close();
});

function say(text = `message ${(count += 1)}`): string {
  ada.chat.send(roomId, { text });
  return text;
}

function pending(): readonly PendingMessage[] {
  return ada.getSnapshot().chats.get(roomId)?.pending ?? [];
}

function stored(): string[] {
  return (ada.getSnapshot().chats.get(roomId)?.messages ?? []).map(({ text }) => text);
}

/** Somebody comes, enters, shows something, moves and leaves, and whoever looks on hears of it. */
async function callsGoOn(): Promise<void> {
  const bob = await server.connect({ secret: 'bob-has-a-secret-of-128-bits' });
  const eve = await server.connect();
  const before = performance.now();
  await bob.join('lounge', 'Bob');
  await bob.ask('produce', bob.producing({ source: 'camera', rtpParameters: vp8() }));
  await bob.join('somewhere else', 'Bob');
  expect(performance.now() - before).toBeLessThan(2 * JOIN_WITHIN_MS);
  for (let told = 0; told < 2; told += 1) {
    expect((await eve.next('peerJoined')).peer.name).toBe('Bob');
  }
  await bob.ask('leave', {});
  await eve.next('peerLeft');
  bob.close();
  eve.close();
}

/** What somebody reads who comes when it is over. */
async function reads(): Promise<string[]> {
  const reader = await server.connect();
  const { messages } = await reader.ask('openChat', { roomId, limit: 100 });
  expect(messages.map(({ messageSeq }) => messageSeq)).toEqual(messages.map((_, i) => i + 1));
  return messages.map(({ text }) => text);
}

/** @param begin Resolves to how to end it. */
async function survives(begin: () => Promise<() => Promise<void> | void>): Promise<void> {
  const end = await begin();
  const said = ['before', ...[1, 2, 3].map(() => say(`${LONG}${(count += 1)}`))];
  // It says why, keeps the text, and goes on trying; nothing counts as sent that is not stored.
  const reasons = () => pending().map(({ error }) => error?.code ?? null);
  await expect.poll(reasons, PATIENT).toContain('storeUnavailable');
  await callsGoOn();
  said.push(say());
  const kept = pending().map(({ text }) => text);
  expect([...stored(), ...kept]).toEqual(said);
  expect(pending().every(({ status }) => status !== 'failed')).toBe(true);
  await end();
  await expect.poll(pending, PATIENT).toEqual([]);
  expect(stored()).toEqual(said);
  expect(await reads()).toEqual(said);
}

/** Resolves to how to let go. */
async function lock(): Promise<() => void> {
  const other = new DatabaseSync(join(server.dataDir, 'ottogi.db'), { timeout: 5_000 });
  other.exec('BEGIN IMMEDIATE');
  return () => {
    other.exec('ROLLBACK');
    other.close();
  };
}

test('somebody else holds the database locked', async () => {
  await start();
  await survives(lock);
});

describe.runIf(small !== null)('a small disk', () => {
  test('the disk is full', async () => {
    if (!small) return;
    await start({ OTTOGI_DATA_DIR: join(small.path, 'data') });
    await survives(async () => {
      await small.fill();
      return () => small.free();
    });
  });
});

describe.runIf(slow !== null)('a slow disk', () => {
  test('every wait for the disk is long', async () => {
    if (!slow) return;
    await start(slow.environment);
    slow.slow();
    const said = ['before', say(), say(), say()];
    const before = performance.now();
    await callsGoOn();
    await expect.poll(pending, PATIENT).toEqual([]);
    // So it was slow, and what was acked had waited.
    expect(performance.now() - before).toBeGreaterThan(1_000);
    slow.mend();
    expect(stored()).toEqual(said);
    expect(await reads()).toEqual(said);
  });
});

test('a server that crashes meanwhile comes back, and waits like the others', async () => {
  await start();
  const unlock = await lock();
  process.kill(await server.serverPid(), 'SIGKILL');
  const said = ['before', say()];
  const reasons = () => pending().map(({ error }) => error?.code ?? null);
  await expect.poll(reasons, PATIENT).toContain('storeUnavailable');
  await callsGoOn();
  unlock();
  await expect.poll(pending, PATIENT).toEqual([]);
  expect(await reads()).toEqual(said);
});
