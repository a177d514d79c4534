import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { GroupCommit } from './GroupCommit.ts';
import { openDatabase } from './openDatabase.ts';
import type { Arguments, OperationName } from './operations/operation.ts';
import { operationsOn } from './operations/operations.ts';
import { SqliteStore } from './SqliteStore.ts';
import { aMessage, aRoom } from './testing/records.ts';
import type { Request } from './threadMessages.ts';

let folder: string;
let path: string;
let db: DatabaseSync;
let commits: GroupCommit;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ottogi-store-'));
  path = join(folder, 'ottogi.db');
  db = openDatabase({ path, busyTimeoutMs: 50 });
  commits = new GroupCommit(db, operationsOn(db));
  run(ask('putRoom', aRoom()));
});
afterEach(async () => {
  db.close();
  await rm(folder, { recursive: true });
});

let lastRequestId = 0;
function ask<Name extends OperationName>(name: Name, ...args: Arguments<Name>): Request {
  lastRequestId += 1;
  return { requestId: lastRequestId, name, args };
}

/** What became of each: its value, or why it failed. */
function run(...requests: Request[]): unknown[] {
  const outcomes = commits.run(requests);
  expect(outcomes.map(({ requestId }) => requestId)).toEqual(
    requests.map(({ requestId }) => requestId),
  );
  return outcomes.map((outcome) =>
    outcome.is === 'done' ? outcome.value : `${outcome.failure.code}: ${outcome.failure.message}`,
  );
}

const everything = { roomId: 'lounge', limit: 10_000, keep: 'oldest' } as const;

/** As somebody else sees it: what is committed, and nothing else. */
function committed(): number[] {
  const other = new DatabaseSync(path, { readOnly: true });
  const rows = other.prepare('SELECT messageSeq FROM messages ORDER BY id').all();
  other.close();
  return rows.map(({ messageSeq }) => Number(messageSeq));
}

test('what fails takes back nothing but its own', () => {
  const outcomes = run(
    ask('postMessage', aMessage('m1')),
    ask('postMessage', aMessage('m2', { replyTo: 99 })),
    ask('postMessage', aMessage('m3')),
    ask('messages', everything),
  );
  expect(outcomes).toMatchObject([
    { message: { messageSeq: 1 } },
    'missing: there is no message 99 in lounge',
    { message: { messageSeq: 2 } },
    [{ messageId: 'm1' }, { messageId: 'm3' }],
  ]);
  expect(committed()).toEqual([1, 2]);
});

test('a failure in the midst of an operation leaves no half of it', () => {
  db.exec(`
    CREATE TEMP TRIGGER refuse BEFORE INSERT ON messages WHEN new.messageId = 'm2'
    BEGIN SELECT raise(ABORT, 'refused'); END
  `);
  const outcomes = run(
    ask('postMessage', aMessage('m1')),
    ask('postMessage', aMessage('m2')),
    ask('postMessage', aMessage('m3')),
  );
  expect(outcomes[1]).toBe('unavailable: refused');
  expect(outcomes[2]).toMatchObject({ message: { messageSeq: 2, revision: 2 } });
});

test('where the commit fails, everything fails', () => {
  // The first write leaves something that only the commit finds wrong.
  db.exec(`
    CREATE TABLE other (roomId TEXT REFERENCES rooms DEFERRABLE INITIALLY DEFERRED);
    CREATE TEMP TRIGGER spoil AFTER INSERT ON messages
    BEGIN INSERT INTO other VALUES ('nowhere'); END
  `);
  const failure = 'unavailable: FOREIGN KEY constraint failed';
  expect(
    run(
      ask('postMessage', aMessage('m1')),
      ask('messages', everything),
      ask('putRoom', aRoom('kitchen')),
    ),
  ).toEqual([failure, failure, failure]);
  expect(committed()).toEqual([]);
  db.exec('DROP TRIGGER spoil');
  expect(run(ask('rooms'), ask('postMessage', aMessage('m1')))).toMatchObject([
    [{ roomId: 'lounge' }],
    { message: { messageSeq: 1 } },
  ]);
});

describe('a full disk', () => {
  const long = '가나다라마바사'.repeat(500);

  test('fails what does not fit, and goes on when there is room again', () => {
    run(ask('postMessage', aMessage('m0')));
    const pages = Number(db.prepare('PRAGMA page_count').get()?.['page_count']);
    db.exec(`PRAGMA max_page_count = ${pages + 40}`);
    const acked: number[] = [0];
    let failures = 0;
    for (let index = 1; index <= 60; index += 3) {
      const outcomes = commits.run(
        [0, 1, 2].map((offset) =>
          ask('postMessage', aMessage(`m${index + offset}`, { text: long })),
        ),
      );
      for (const [offset, outcome] of outcomes.entries()) {
        if (outcome.is === 'done') acked.push(index + offset);
        else {
          failures += 1;
          expect(outcome.failure).toMatchObject({
            code: 'unavailable',
            message: 'database or disk is full',
          });
        }
      }
    }
    expect(failures).toBeGreaterThan(20);
    expect(acked.length).toBeGreaterThan(2);
    // What was acked is there and nothing else, and the reading goes on.
    const [messages] = run(ask('messages', everything)) as [{ messageId: string }[]];
    expect(messages.map(({ messageId }) => messageId)).toEqual(acked.map((index) => `m${index}`));
    expect(committed()).toEqual(acked.map((_, index) => index + 1));

    db.exec('PRAGMA max_page_count = 1000000');
    const [after] = run(ask('postMessage', aMessage('after', { text: long })));
    expect(after).toMatchObject({ message: { messageSeq: acked.length + 1 } });
    expect(run(ask('searchMessages', 'lounge', '사가', { limit: 100 }))[0]).toHaveLength(
      acked.length,
    );
    expect(db.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
  });
});

describe('a lock that somebody else holds', () => {
  test('fails the writes, not the reads, and nothing once it is released', async () => {
    const store = await SqliteStore.open(path, { busyTimeoutMs: 50 });
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    const [posted, rooms] = await Promise.allSettled([
      store.postMessage(aMessage('m1')),
      store.rooms(),
    ]);
    expect(posted).toMatchObject({
      status: 'rejected',
      reason: { code: 'unavailable', message: 'database is locked' },
    });
    expect(rooms).toMatchObject({ status: 'fulfilled', value: [{ lastMessageSeq: 0 }] });
    other.exec('ROLLBACK');
    other.close();
    expect(await store.postMessage(aMessage('m1'))).toMatchObject({
      isNew: true,
      message: { messageSeq: 1 },
    });
    await store.close();
  });
});
