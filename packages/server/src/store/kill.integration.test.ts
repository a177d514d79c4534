import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SqliteStore } from './SqliteStore.ts';

const WRITER = fileURLToPath(new URL('testing/writer.ts', import.meta.url));
const COUNT = 1_000;

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ottogi-kill-'));
  path = join(folder, 'ottogi.db');
});
afterEach(() => rm(folder, { recursive: true }));

/** Resolves, once the writer is dead, to the places of what it had acked, by message. */
async function killWriter(
  roomId: string,
  atOnce: number,
  after: number,
): Promise<Map<string, number>> {
  const child = spawn(process.execPath, [WRITER, path, roomId, String(COUNT), String(atOnce)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acked = new Map<string, number>();
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    const [messageId = '', messageSeq] = line.split(' ');
    acked.set(messageId, Number(messageSeq));
    if (acked.size === after) child.kill('SIGKILL');
  });
  const [[, signal]] = await Promise.all([once(child, 'exit'), once(lines, 'close')]);
  expect(signal).toBe('SIGKILL');
  return acked;
}

/** Of the database as a whole: its pages, its keys, its index. */
function check(): void {
  const db = new DatabaseSync(path);
  expect(db.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
  expect(db.prepare('PRAGMA foreign_key_check').all()).toEqual([]);
  db.exec("INSERT INTO messageIndex (messageIndex) VALUES ('integrity-check')");
  db.close();
}

// Eight processes, each of which sets a database up, on a machine that may be busy.
test(
  'kill -9 in the middle of 1,000 writes loses nothing that was acked',
  { timeout: 60_000 },
  async () => {
    const rounds = [1, 50].flatMap((atOnce) =>
      [1, 137, 420, 777].map((after) => ({ atOnce, after, roomId: `r${atOnce}-${after}` })),
    );
    // One database for all: each round begins with what the one before left.
    for (const { atOnce, after, roomId } of rounds) {
      const acked = await killWriter(roomId, atOnce, after);
      expect(acked.size).toBeGreaterThanOrEqual(after);
      expect(acked.size).toBeLessThan(COUNT);

      const store = await SqliteStore.open(path);
      const stored = await store.messages({ roomId, limit: COUNT, keep: 'oldest' });
      const found = await store.searchMessages(roomId, '회의', { limit: COUNT });
      const room = (await store.rooms()).find((candidate) => candidate.roomId === roomId);
      await store.close();

      const places = new Map(stored.map(({ messageId, messageSeq }) => [messageId, messageSeq]));
      expect(places.size).toBe(stored.length);
      for (const [messageId, messageSeq] of acked) expect(places.get(messageId)).toBe(messageSeq);
      expect(stored.map(({ messageSeq }) => messageSeq)).toEqual(
        stored.map((_, index) => index + 1),
      );
      expect(room).toMatchObject({ lastMessageSeq: stored.length, revision: stored.length });
      expect(found).toEqual(stored.toReversed());
      check();
    }
  },
);
