import type { MessageDocument } from '@ottogi/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TestClient } from './testing/TestClient.ts';
import { TestServer } from './testing/TestServer.ts';

let server: TestServer;
let ada: TestClient;
let eve: TestClient;
let roomId: string;
let nextId = 0;

beforeEach(async () => {
  server = await TestServer.start();
  ada = await server.connect({ secret: 'ada-has-a-secret-of-128-bits' });
  eve = await server.connect({ secret: 'eve-has-a-secret-of-128-bits' });
  await ada.ask('updatePerson', { name: 'Ada' });
  await eve.ask('updatePerson', { name: 'Eve' });
  roomId = (await ada.ask('createRoom', { name: 'Lounge' })).room.roomId;
});

afterEach(() => server.close());

async function say(client: TestClient, text: string): Promise<MessageDocument> {
  nextId += 1;
  const data = { roomId, messageId: `m${nextId}`, text };
  return (await client.ask('sendMessage', data)).message;
}

test('a message reaches those who opened the chat, in a call or not; the others hear that one came', async () => {
  await eve.ask('openChat', { roomId });
  const message = await say(ada, 'hello\nthere');
  expect(message).toMatchObject({
    messageSeq: 1,
    name: 'Ada',
    text: 'hello\nthere',
    replyTo: null,
    files: [],
    editedAt: null,
    deletedAt: null,
  });
  expect(await eve.next('messagePosted')).toEqual({ message });
  expect(await ada.next('chatAdvanced')).toEqual({ roomId, lastMessageSeq: 1 });
  expect(ada.received.some(({ name }) => name === 'messagePosted')).toBe(false);
});

test('sent twice under one id it is one message, also from another connection of the person', async () => {
  await eve.ask('openChat', { roomId });
  const data = { roomId, messageId: 'same', text: 'once' };
  const twice = await Promise.all([ada.ask('sendMessage', data), ada.ask('sendMessage', data)]);
  const elsewhere = await server.connect({ secret: 'ada-has-a-secret-of-128-bits' });
  const thrice = await elsewhere.ask('sendMessage', { ...data, text: 'changed on the way' });
  expect(twice[1]).toEqual(twice[0]);
  expect(thrice).toEqual(twice[0]);
  // The same id from somebody else is somebody else's message.
  const { message } = await eve.ask('sendMessage', data);
  expect(message.messageSeq).toBe(2);
  const posted = [await eve.next('messagePosted'), await eve.next('messagePosted')];
  expect(posted.map((one) => one.message.messageSeq)).toEqual([1, 2]);
});

test('one edits and deletes what is one’s own; the owner of the room deletes any', async () => {
  await eve.ask('openChat', { roomId });
  const { messageSeq } = await say(eve, 'helo');
  expect(await ada.errorOf('editMessage', { roomId, messageSeq, text: 'x' })).toBe('forbidden');
  const { message } = await eve.ask('editMessage', { roomId, messageSeq, text: 'hello' });
  expect(message).toMatchObject({ text: 'hello', editedAt: expect.any(Number), revision: 2 });
  expect(await eve.next('messageChanged')).toEqual({ message });
  const mine = await say(ada, 'mine');
  expect(await eve.errorOf('deleteMessage', { roomId, messageSeq: mine.messageSeq })).toBe(
    'forbidden',
  );
  const deleted = await ada.ask('deleteMessage', { roomId, messageSeq });
  expect(deleted.message).toMatchObject({ text: '', deletedAt: expect.any(Number) });
  expect(await eve.errorOf('editMessage', { roomId, messageSeq, text: 'back' })).toBe('notFound');
  const { messages } = await eve.ask('searchMessages', { roomId, text: 'hello' });
  expect(messages).toEqual([]);
});

test('what was missed comes after a reconnection: new, edited and deleted', async () => {
  const first = await say(ada, 'one');
  const second = await say(ada, 'two');
  const { revision } = await eve.ask('openChat', { roomId });
  eve.close();
  await ada.ask('editMessage', { roomId, messageSeq: first.messageSeq, text: 'ONE' });
  await ada.ask('deleteMessage', { roomId, messageSeq: second.messageSeq });
  const third = await say(ada, 'three');
  eve = await server.connect({ secret: 'eve-has-a-secret-of-128-bits' });
  const missed = await eve.ask('openChat', { roomId, since: revision });
  expect(missed.complete).toBe(true);
  expect(missed.messages.map(({ messageSeq, text }) => [messageSeq, text])).toEqual([
    [1, 'ONE'],
    [2, ''],
    [3, 'three'],
  ]);
  expect(missed.revision).toBe(third.revision);
  // Nothing since, nothing to say.
  expect(await eve.ask('openChat', { roomId, since: missed.revision })).toEqual({
    messages: [],
    revision: missed.revision,
    complete: true,
  });
});

test('whoever knows more than the server, set back by a backup, starts from the newest', async () => {
  const { revision } = await say(ada, 'first');
  expect(await eve.ask('openChat', { roomId, since: revision + 1 })).toMatchObject({
    messages: [{ text: 'first' }],
    revision,
    complete: false,
  });
});

test('whoever missed too much starts from the newest', async () => {
  await say(ada, 'first');
  await Promise.all(Array.from({ length: 60 }, () => say(ada, 'a')));
  for (let round = 0; round < 3; round += 1) {
    await Promise.all(Array.from({ length: 60 }, () => say(ada, 'b')));
  }
  const missed = await eve.ask('openChat', { roomId, since: 1, limit: 10 });
  expect(missed.complete).toBe(false);
  expect(missed.messages.map(({ messageSeq }) => messageSeq)).toEqual(
    Array.from({ length: 10 }, (_, index) => 232 + index),
  );
});

test('pages go back and forth without gaps, and around a message', async () => {
  for (let count = 1; count <= 9; count += 1) await say(ada, `message ${count}`);
  const seqs = async (from: number, direction: 'before' | 'after' | 'around', limit: number) =>
    (await eve.ask('getMessages', { roomId, from, direction, limit })).messages.map(
      ({ messageSeq }) => messageSeq,
    );
  expect(await seqs(9, 'before', 3)).toEqual([6, 7, 8]);
  expect(await seqs(6, 'after', 2)).toEqual([7, 8]);
  expect(await seqs(5, 'around', 5)).toEqual([3, 4, 5, 6, 7]);
  expect(await seqs(1, 'before', 5)).toEqual([]);
  expect(await seqs(9, 'after', 5)).toEqual([]);
});

test('Korean is found by two letters and by one, and words in any order', async () => {
  await say(ada, '내일 회의실에서 만나요');
  await say(ada, '회의는 Friday 오전에');
  await say(ada, '회사 의자');
  const found = async (text: string) =>
    (await eve.ask('searchMessages', { roomId, text })).messages.map((one) => one.messageSeq);
  expect(await found('회의')).toEqual([2, 1]);
  expect(await found('의')).toEqual([3, 2, 1]);
  expect(await found('오전 FRIDAY')).toEqual([2]);
  expect(await found('"회의" OR *')).toEqual([]);
  expect(await found('회의실에서')).toEqual([1]);
});

test('what nobody sees or nobody may is refused, and nothing of it is stored', async () => {
  const send = (text: unknown, more: object = {}) =>
    ada.errorOf('sendMessage', { roomId, messageId: 'x', text, ...more });
  expect(await send('')).toBe('emptyMessage');
  expect(await send(' \u200B\u202E\u0000 ')).toBe('emptyMessage');
  expect(await send('\uD83D')).toBe('invalidRequest');
  expect(await send('x'.repeat(4001))).toBe('invalidRequest');
  expect(await send('😀'.repeat(25_000))).toBe('messageTooLarge');
  expect(await send('hello', { replyTo: 1 })).toBe('notFound');
  expect(await send('hello', { fileIds: ['nothing'] })).toBe('notFound');
  expect(await send('hello', { roomId: 'nowhere' })).toBe('notFound');
  const stranger = await server.connect();
  expect(await stranger.errorOf('sendMessage', { roomId, messageId: 'x', text: 'hi' })).toBe(
    'nameRequired',
  );
  expect((await eve.ask('openChat', { roomId })).messages).toEqual([]);
});

test('text is text: markup stays, what turns it around goes', async () => {
  const sent = await say(
    ada,
    '<script>alert(1)</script> a\u202Etxt\u202C [x](javascript:alert(1))',
  );
  expect(sent.text).toBe('<script>alert(1)</script> atxt [x](javascript:alert(1))');
});

test('everybody hears the same order, whoever writes at once', async () => {
  const clients = await Promise.all(
    Array.from({ length: 8 }, async (_, index) => {
      const client = await server.connect();
      await client.ask('updatePerson', { name: `P${index}` });
      await client.ask('openChat', { roomId });
      return client;
    }),
  );
  await Promise.all(
    clients.flatMap((client) => Array.from({ length: 25 }, (_, index) => say(client, `${index}`))),
  );
  for (const client of clients) {
    const heard: number[] = [];
    for (let count = 0; count < 200; count += 1) {
      heard.push((await client.next('messagePosted')).message.messageSeq);
    }
    expect(heard).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
  }
});

test('a chat that was closed brings nothing more', async () => {
  await eve.ask('openChat', { roomId });
  await eve.ask('closeChat', { roomId });
  await say(ada, 'hello');
  await eve.next('chatAdvanced');
  expect(eve.received.some(({ name }) => name === 'messagePosted')).toBe(false);
});
