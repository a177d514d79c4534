import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SqliteStore } from './SqliteStore.ts';
import type { StoreError } from './Store.ts';
import { aBan, aFile, aMessage, aPerson, aRecording, aRoom } from './testing/records.ts';

let folder: string;
let store: SqliteStore;
let faults: StoreError[];

/** Every thread that this process started, the store's last one at the end. */
const threads: Worker[] = [];
process.on('worker', (worker: Worker) => threads.push(worker));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ottogi-store-'));
  faults = [];
  await open();
  await store.putRoom(aRoom());
});

afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

function databasePath(): string {
  return join(folder, 'data', 'ottogi.db');
}

async function open(): Promise<void> {
  store = await SqliteStore.open(databasePath(), { onFault: (reason) => faults.push(reason) });
}

async function reopen(): Promise<void> {
  await store.close();
  await open();
}

const everything = { roomId: 'lounge', limit: 10_000, keep: 'oldest' } as const;

const missing = expect.objectContaining({ name: 'StoreError', code: 'missing' });
const unavailable = expect.objectContaining({ name: 'StoreError', code: 'unavailable' });

describe('rooms, people and bans', () => {
  test('a room is there after a restart, and replaced by its id with its messages kept', async () => {
    await store.postMessage(aMessage('m1'));
    await store.putRoom({ ...aRoom(), name: '라운지', ownerId: 'ada' });
    await reopen();
    expect(await store.rooms()).toEqual([
      { ...aRoom(), name: '라운지', ownerId: 'ada', lastMessageSeq: 1, revision: 1 },
    ]);
  });

  test('a room goes with all that is in it, and nothing of others', async () => {
    await store.putRoom(aRoom('kitchen'));
    for (const roomId of ['lounge', 'kitchen']) {
      await store.putFile(aFile(`sent-${roomId}`, { roomId }));
      await store.putFile(aFile(`loose-${roomId}`, { roomId }));
      await store.postMessage(aMessage('m1', { roomId, fileIds: [`sent-${roomId}`] }));
      await store.putBan({ ...aBan(), roomId });
      await store.putRecording(aRecording(`of-${roomId}`, roomId));
    }
    const fileIds = await store.deleteRoom('lounge');
    expect(fileIds.toSorted()).toEqual(['loose-lounge', 'sent-lounge']);
    expect((await store.rooms()).map(({ roomId }) => roomId)).toEqual(['kitchen']);
    expect(await store.messages(everything)).toEqual([]);
    expect((await store.bans()).map(({ roomId }) => roomId)).toEqual(['kitchen']);
    expect(await store.recordings()).toEqual([aRecording('of-kitchen', 'kitchen')]);
    expect((await store.fileIds()).toSorted()).toEqual(['loose-kitchen', 'sent-kitchen']);
    expect(await store.deleteRoom('lounge')).toEqual([]);
    // Made anew it begins anew.
    await store.putRoom(aRoom());
    expect(await store.postMessage(aMessage('m1'))).toMatchObject({
      isNew: true,
      message: { messageSeq: 1, revision: 1 },
    });
  });

  test('a person is remembered, and replaced', async () => {
    expect(await store.person('ada')).toBeNull();
    await store.putPerson(aPerson());
    const changed = { ...aPerson(), name: null, readSeqs: { lounge: 7 }, seenAt: 9 };
    await store.putPerson(changed);
    await reopen();
    expect(await store.person('ada')).toEqual(changed);
  });

  test('a ban is of one room, replaced by the next one, and taken back', async () => {
    const ban = { ...aBan(), roomId: 'lounge', until: 5 };
    await store.putBan(ban);
    await store.putBan({ ...ban, until: null });
    await expect(store.putBan({ ...ban, roomId: 'nowhere' })).rejects.toEqual(missing);
    expect(await store.bans()).toEqual([{ ...ban, until: null }]);
    await store.deleteBan('lounge', 'eve');
    await store.deleteBan('lounge', 'eve');
    expect(await store.bans()).toEqual([]);
  });
});

test('a recording is of a room that there is, replaced by its id, and forgotten', async () => {
  await store.putRecording(aRecording('r1'));
  await store.putRecording(aRecording('r2'));
  await expect(store.putRecording(aRecording('r3', 'nowhere'))).rejects.toEqual(missing);
  const ended = { ...aRecording('r1'), endedAt: 9, endReason: 'stopped' as const };
  await store.putRecording(ended);
  await store.deleteRecording('r2');
  await reopen();
  expect(await store.recordings()).toEqual([ended]);
});

describe('messages', () => {
  test('a message takes the next place, and resent it is the same one', async () => {
    const first = await store.postMessage(aMessage('m1'));
    const { fileIds: _, ...content } = aMessage('m1');
    expect(first).toEqual({
      isNew: true,
      message: {
        ...content,
        messageSeq: 1,
        revision: 1,
        files: [],
        editedAt: null,
        deletedAt: null,
      },
    });
    const second = await store.postMessage(aMessage('m2', { replyTo: 1 }));
    expect(second.message).toMatchObject({ messageSeq: 2, revision: 2, replyTo: 1 });
    // Resent it may differ: what was stored counts. Another person's id is another id.
    const resent = await store.postMessage(aMessage('m1', { text: 'other', at: 9, replyTo: 99 }));
    expect(resent).toEqual({ isNew: false, message: first.message });
    const bobs = await store.postMessage(aMessage('m1', { personId: 'bob' }));
    expect(bobs).toMatchObject({ isNew: true, message: { messageSeq: 3 } });
    await reopen();
    expect(await store.message('lounge', 1)).toEqual(first.message);
    expect(await store.message('lounge', 4)).toBeNull();
  });

  test('what it needs must be there, and a refusal takes no place', async () => {
    await store.putRoom(aRoom('kitchen'));
    await store.putFile(aFile('bobs', { personId: 'bob' }));
    await store.putFile(aFile('elsewhere', { roomId: 'kitchen' }));
    await store.putFile(aFile('mine'));
    const refused = [
      { roomId: 'nowhere' },
      { replyTo: 1 },
      { fileIds: ['unknown'] },
      { fileIds: ['mine', 'bobs'] },
      { fileIds: ['elsewhere'] },
    ];
    for (const [index, changes] of refused.entries()) {
      await expect(store.postMessage(aMessage(`m${index}`, changes))).rejects.toEqual(missing);
    }
    const { message } = await store.postMessage(aMessage('m', { fileIds: ['mine'] }));
    expect(message).toMatchObject({ messageSeq: 1, revision: 1 });
    await expect(store.postMessage(aMessage('n', { fileIds: ['mine'] }))).rejects.toEqual(missing);
  });

  test('an edit keeps its place, and takes the next revision', async () => {
    const { message } = await store.postMessage(aMessage('m1'));
    await store.postMessage(aMessage('m2'));
    const edited = await store.editMessage('lounge', 1, { text: 'new', at: 5 });
    expect(edited).toEqual({ ...message, text: 'new', editedAt: 5, revision: 3 });
    expect(await store.message('lounge', 1)).toEqual(edited);
    await expect(store.editMessage('lounge', 3, { text: '', at: 5 })).rejects.toEqual(missing);
    await store.deleteMessage('lounge', 1, 6);
    await expect(store.editMessage('lounge', 1, { text: '', at: 7 })).rejects.toEqual(missing);
    expect((await store.rooms())[0]).toMatchObject({ lastMessageSeq: 2, revision: 4 });
  });

  test('a deleted message leaves its place, without text, files and a way to find it', async () => {
    await store.putFile(aFile('f1'));
    await store.putFile(aFile('f2'));
    await store.postMessage(aMessage('m1', { text: 'secret', fileIds: ['f2', 'f1', 'f2'] }));
    await store.postMessage(aMessage('m2', { replyTo: 1 }));
    const { message, fileIds } = await store.deleteMessage('lounge', 1, 5);
    expect(message).toMatchObject({ text: '', files: [], deletedAt: 5, revision: 3 });
    expect(fileIds.toSorted()).toEqual(['f1', 'f2']);
    expect(await store.file('f1')).toBeNull();
    expect(await store.searchMessages('lounge', 'secret', { limit: 5 })).toEqual([]);
    expect(await store.deleteMessage('lounge', 1, 9)).toEqual({ message, fileIds: [] });
    // Neither does a late resend bring it back.
    expect((await store.postMessage(aMessage('m1', { text: 'secret' }))).message).toEqual(message);
    await expect(store.deleteMessage('lounge', 3, 5)).rejects.toEqual(missing);
  });

  test('parts of a room are read from either end, and what changed since a revision', async () => {
    for (let index = 1; index <= 9; index += 1) await store.postMessage(aMessage(`m${index}`));
    const seqs = async (range: object) =>
      (await store.messages({ ...everything, ...range })).map(({ messageSeq }) => messageSeq);
    expect(await seqs({ limit: 3 })).toEqual([1, 2, 3]);
    expect(await seqs({ limit: 3, keep: 'newest' })).toEqual([7, 8, 9]);
    expect(await seqs({ limit: 2, keep: 'newest', before: 5 })).toEqual([3, 4]);
    expect(await seqs({ limit: 2, after: 5 })).toEqual([6, 7]);
    expect(await seqs({ after: 3, before: 6 })).toEqual([4, 5]);

    await store.editMessage('lounge', 2, { text: 'new', at: 5 });
    await store.deleteMessage('lounge', 1, 6);
    const changed = await store.messagesSince('lounge', 8, 10);
    expect(changed.revision).toBe(11);
    expect(changed.messages.map(({ messageSeq, revision }) => [messageSeq, revision])).toEqual([
      [9, 9],
      [2, 10],
      [1, 11],
    ]);
    expect((await store.messagesSince('lounge', 0, 2)).messages).toHaveLength(2);
  });
});

test('files are counted, sent once, and forgotten where no message carries them', async () => {
  await store.putFile(aFile('old', { uploadedAt: 10, sizeBytes: 5 }));
  await store.putFile(aFile('new', { uploadedAt: 20, sizeBytes: 7 }));
  await store.putFile(aFile('sent', { uploadedAt: 10, sizeBytes: 2 ** 40 }));
  const { message } = await store.postMessage(aMessage('m1', { fileIds: ['sent'] }));
  const {
    roomId: _,
    personId: __,
    uploadedAt: ___,
    ...sent
  } = aFile('sent', { sizeBytes: 2 ** 40 });
  expect(message.files).toEqual([sent]);
  expect(await store.filesBytes()).toBe(2 ** 40 + 12);
  expect(await store.deleteLooseFiles(20)).toEqual(['old']);
  expect((await store.fileIds()).toSorted()).toEqual(['new', 'sent']);
  expect(await store.file('new')).toEqual(aFile('new', { uploadedAt: 20, sizeBytes: 7 }));
  expect(await store.file('old')).toBeNull();
  await expect(store.putFile(aFile('x', { roomId: 'nowhere' }))).rejects.toEqual(missing);
});

test('twenty writers at once: one order for all, and each one’s own order in it', async () => {
  const write = async (writer: number) => {
    const seqs: number[] = [];
    for (let index = 0; index < 25; index += 1) {
      const sent = aMessage(`m${index}`, { personId: `p${writer}` });
      seqs.push((await store.postMessage(sent)).message.messageSeq);
    }
    return seqs;
  };
  const acked = await Promise.all(Array.from({ length: 20 }, (_, writer) => write(writer)));
  for (const seqs of acked) expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
  const stored = await store.messages(everything);
  expect(stored.map(({ messageSeq }) => messageSeq)).toEqual(
    Array.from({ length: 500 }, (_, index) => index + 1),
  );
  for (const [writer, seqs] of acked.entries()) {
    expect(seqs.map((seq) => stored[seq - 1]?.personId)).toEqual(seqs.map(() => `p${writer}`));
  }
});

test('the files can be read by their owner only', async () => {
  for (const [path, mode] of [
    [databasePath(), 0o600],
    [`${databasePath()}-wal`, 0o600],
    [`${databasePath()}-shm`, 0o600],
    [join(folder, 'data'), 0o700],
  ] as const) {
    expect((await stat(path)).mode & 0o777, path).toBe(mode);
  }
});

describe('the end', () => {
  test('closing waits for what was asked for, and refuses what comes after', async () => {
    const posted = Array.from({ length: 50 }, (_, index) =>
      store.postMessage(aMessage(`m${index}`)),
    );
    await store.close();
    await Promise.all(posted);
    await expect(store.rooms()).rejects.toEqual(unavailable);
    await store.close();
    await open();
    expect(await store.messages(everything)).toHaveLength(50);
  });

  test('a lost thread loses nothing that was acked, and the next one goes on', async () => {
    const acked = new Map<string, number>();
    for (let round = 0; round < 3; round += 1) {
      const posting = Array.from({ length: 200 }, async (_, index) => {
        const id = `m${round}-${index}`;
        acked.set(id, (await store.postMessage(aMessage(id))).message.messageSeq);
        // The first answer says that the thread is in the midst of it.
        if (index === 0) void threads.at(-1)?.terminate();
      });
      for (const outcome of await Promise.allSettled(posting)) {
        if (outcome.status === 'rejected') expect(outcome.reason).toEqual(unavailable);
      }
      if (threads.at(-1)?.threadId !== -1) await once(threads.at(-1) as Worker, 'exit');
      // What was not acked is sent again, as a client does.
      await expect
        .poll(async () => {
          const ids = Array.from({ length: 200 }, (_, index) => `m${round}-${index}`);
          const answers = await Promise.all(ids.map((id) => store.postMessage(aMessage(id))));
          for (const { message } of answers) {
            expect(acked.get(message.messageId) ?? message.messageSeq).toBe(message.messageSeq);
            acked.set(message.messageId, message.messageSeq);
          }
          return answers.length;
        })
        .toBe(200);
    }
    expect(faults).toHaveLength(3);
    const stored = await store.messages(everything);
    expect(stored.map(({ messageSeq }) => messageSeq)).toEqual(
      Array.from({ length: 600 }, (_, index) => index + 1),
    );
    for (const { messageId, messageSeq } of stored) expect(acked.get(messageId)).toBe(messageSeq);
  });

  test('in memory nothing outlives the thread, so nothing pretends to', async () => {
    const inMemory = await SqliteStore.open(':memory:', {
      onFault: (reason) => faults.push(reason),
    });
    await inMemory.putRoom(aRoom());
    expect(await inMemory.rooms()).toHaveLength(1);
    await threads.at(-1)?.terminate();
    await expect(inMemory.rooms()).rejects.toEqual(unavailable);
    expect(faults).toHaveLength(1);
    await inMemory.close();
  });
});
