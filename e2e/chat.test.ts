/** Chat where nothing can be relied on: the SDK itself, without a browser, against a real server. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  isOwner,
  RoomClient,
  unreadCount,
  type ChatState,
  type MessageDocument,
} from '@ottogi/client';
import { CuttingProxy } from './support/CuttingProxy.ts';
import { ServerProcess } from './support/ServerProcess.ts';
import { until } from './support/until.ts';

const CLIENTS = 20;
const MESSAGES_EACH = 500;
const ALL = CLIENTS * MESSAGES_EACH;

/** Written ahead of what is confirmed, as by somebody who types fast on a bad line. */
const WRITTEN_AHEAD = 8;

const CUT_EVERY_MS = 150;

/** It takes half a minute on two cores that do nothing else. */
const PATIENCE_MS = 100_000;
const SEED = 20_261_121;

let server: ServerProcess;
let proxy: CuttingProxy;
let writers: Writer[];

beforeEach(async () => {
  server = await ServerProcess.start({ OTTOGI_LOG_LEVEL: 'warn' });
  proxy = await CuttingProxy.open(server.port, CLIENTS);
  writers = [];
});

afterEach(async () => {
  for (const { client } of writers) client.close();
  await proxy.close();
  await server.close();
});

/** Somebody who writes so many messages, and notes in which place they see everybody's. */
class Writer {
  readonly client: RoomClient;
  readonly name: string;
  readonly seen = new Map<number, string>();
  /** Messages that were on their way when the connection broke. */
  readonly interrupted = new Set<string>();
  #roomId = '';
  #written = 0;
  #toWrite = 0;
  #shown: readonly MessageDocument[] = [];

  constructor(url: string, name: string) {
    this.name = name;
    this.client = new RoomClient({ url });
    this.client.subscribe(() => this.#look());
  }

  get chat(): ChatState | undefined {
    return this.client.getSnapshot().chats.get(this.#roomId);
  }

  get done(): boolean {
    return this.#written === this.#toWrite && this.chat?.pending.length === 0;
  }

  open(roomId: string): void {
    this.#roomId = roomId;
    this.client.chat.open(roomId);
  }

  /** Writes so many messages from now on. */
  write(count: number): void {
    this.#toWrite = count;
    this.#write();
  }

  #look(): void {
    const { chat } = this;
    if (!chat) return;
    for (const { messageId, error } of chat.pending) if (error) this.interrupted.add(messageId);
    if (chat.messages === this.#shown) return;
    this.#note(chat.messages);
    this.#write();
  }

  #note(messages: readonly MessageDocument[]): void {
    const known = this.#shown.at(-1)?.messageSeq ?? 0;
    const first = messages.at(0)?.messageSeq ?? 0;
    for (const { messageSeq, text } of messages.slice(Math.max(0, known + 1 - first))) {
      if (!this.seen.has(messageSeq)) this.seen.set(messageSeq, text);
    }
    this.#shown = messages;
  }

  #write(): void {
    const ahead = WRITTEN_AHEAD - (this.chat?.pending.length ?? 0);
    const last = Math.min(this.#toWrite, this.#written + ahead);
    while (this.#written < last) {
      this.#written += 1;
      this.client.chat.send(this.#roomId, { text: textOf(this.name, this.#written) });
    }
  }
}

function textOf(name: string, count: number): string {
  return `${name} ${count}`;
}

/** Deterministic, and even enough (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

async function connected(name: string): Promise<Writer> {
  const writer = new Writer(proxy.url, name);
  writers.push(writer);
  const { client } = writer;
  client.connect();
  await until(`${name} is connected`, async () => {
    const { connection } = client.getSnapshot();
    return { met: connection.status === 'connected', seen: connection };
  });
  await client.person.update({ name });
  return writer;
}

/** Every message of the room, in order, as whoever pages back to the beginning sees them. */
async function history({ client }: Writer, roomId: string): Promise<string[]> {
  const texts: string[] = [];
  for (;;) {
    const { messages, hasOlder } = client.getSnapshot().chats.get(roomId)!;
    for (const { messageSeq, text } of messages) texts[messageSeq - 1] = text;
    if (!hasOlder) return texts;
    await client.chat.loadOlder(roomId);
  }
}

test(
  '10,000 messages of 20 people, whose connections break all the time, are each stored once and seen in one order',
  async () => {
    const random = randomFrom(SEED);
    for (let count = 1; count <= CLIENTS; count += 1) await connected(`writer ${count}`);
    const [first] = writers;
    const { roomId } = await first!.client.rooms.create({ name: 'Lounge' });
    for (const writer of writers) {
      writer.open(roomId);
      writer.write(MESSAGES_EACH);
    }

    const cutting = setInterval(() => proxy.cutOne(random()), CUT_EVERY_MS);
    try {
      await until(
        'everything is sent',
        async () => ({
          met: writers.every(({ done }) => done),
          seen: writers.map(({ name, seen, chat }) => [name, seen.size, chat?.pending.length]),
        }),
        PATIENCE_MS,
      );
    } finally {
      clearInterval(cutting);
    }
    await until('everybody has caught up', async () => {
      const last = writers.map(({ chat }) => chat?.messages.at(-1)?.messageSeq);
      return { met: last.every((seq) => seq === ALL), seen: last };
    });

    const stored = await history(first!, roomId);
    expect(stored).toHaveLength(ALL);
    expect(new Set(stored).size).toBe(ALL);
    for (const { name, seen } of writers) {
      const own = stored.filter((text) => text.startsWith(`${name} `));
      expect(own).toEqual(Array.from({ length: MESSAGES_EACH }, (_, n) => textOf(name, n + 1)));
      expect([...seen].filter(([messageSeq, text]) => stored[messageSeq - 1] !== text)).toEqual([]);
    }
    // Or nothing of this was put to the test.
    const interrupted = writers.reduce((sum, writer) => sum + writer.interrupted.size, 0);
    expect(interrupted).toBeGreaterThan(50);
  },
  2 * PATIENCE_MS,
);

test('a file arrives whole, though the connection of its upload breaks in the middle', async () => {
  const writer = await connected('writer');
  const { chat, rooms } = writer.client;
  const { roomId } = await rooms.create({ name: 'Lounge' });
  const bytes = new Uint8Array(8_000_000).map((_, index) => index % 251);
  writer.open(roomId);
  proxy.cutNextAfter(bytes.length / 2);
  chat.send(roomId, { text: '', files: [new File([bytes], '회의 #1.bin')] });
  const message = await until('the message is there', async () => {
    const seen = writer.chat;
    return { met: seen?.messages.length === 1 && seen.pending.length === 0, seen };
  });
  const file = message?.messages.at(0)?.files.at(0);
  expect(writer.interrupted.size).toBe(1);
  expect(file).toMatchObject({ name: '회의 #1.bin', sizeBytes: bytes.length });
  const download = await fetch(chat.fileUrl(file!));
  expect(Buffer.from(await download.arrayBuffer()).equals(bytes)).toBe(true);
});

test('a guarded room: asked for its password, read, searched, corrected, and closed to whoever is banned', async () => {
  const [ada, eve] = [await connected('Ada'), await connected('Eve')];
  const { roomId } = await ada.client.rooms.create({ name: 'Lounge', password: 'sesame' });
  ada.open(roomId);
  ada.client.chat.send(roomId, { text: '오늘 회의 있어요' });
  ada.client.chat.send(roomId, { text: 'helo' });

  eve.open(roomId);
  await until('Eve is asked for the password', async () => {
    const seen = eve.chat?.status;
    return { met: seen === 'passwordRequired', seen };
  });
  eve.client.chat.open(roomId, { password: 'sesame' });
  await until('Eve reads, and has something to read', async () => {
    const seen = [eve.chat?.messages.length, unreadCount(eve.client.getSnapshot(), roomId)];
    return { met: seen.every((count) => count === 2), seen };
  });
  eve.client.chat.markRead(roomId, 2);
  expect(unreadCount(eve.client.getSnapshot(), roomId)).toBe(0);
  // Her own words she has read.
  expect(unreadCount(ada.client.getSnapshot(), roomId)).toBe(0);
  const { messages } = await eve.client.chat.search(roomId, '회의');
  expect(messages.map(({ messageSeq }) => messageSeq)).toEqual([1]);

  await expect(eve.client.chat.edit(roomId, 2, 'mine')).rejects.toMatchObject({
    code: 'forbidden',
  });
  await ada.client.chat.edit(roomId, 2, 'hello');
  await ada.client.chat.remove(roomId, 1);
  await until('Eve sees both changes', async () => {
    const seen = eve.chat?.messages.map(({ text }) => text).join('|');
    return { met: seen === '|hello', seen };
  });

  const { person, rooms } = eve.client.getSnapshot();
  expect(rooms.map((room) => isOwner(ada.client.getSnapshot(), room))).toEqual([true]);
  await ada.client.moderation.ban(roomId, person!.personId);
  await until('Eve is told that she is banned', async () => {
    const seen = [eve.chat?.status, eve.chat?.messages.length];
    return { met: seen[0] === 'banned' && seen[1] === 0, seen };
  });
});
