import type { MessageDocument } from '@ottogi/protocol';
import { beforeEach, expect, test } from 'vitest';
import { Store } from '../Store.ts';
import { FakeChat, fileOf } from '../testing/FakeChat.ts';
import { person, settle } from '../testing/fakes.ts';
import { Chat } from './Chat.ts';

let server: FakeChat;
let store: Store;
let chat: Chat;
let posted: string[];
let roomId: string;

beforeEach(() => {
  server = new FakeChat();
  ({ roomId } = server);
  store = new Store();
  store.dispatch({ type: 'personChanged', person: person('ada') });
  posted = [];
  chat = new Chat({
    signal: server,
    serverUrl: 'https://rooms.example.org/',
    state: () => store.state,
    dispatch: (action) => store.dispatch(action),
    posted: ({ text }: MessageDocument) => posted.push(text),
  });
  server.reader = (notification) => chat.notified(notification);
  chat.connected();
});

function texts(): string[] | undefined {
  return store.state.chats.get(roomId)?.messages.map(({ text }) => text);
}

function readSeq(): number | undefined {
  return store.state.person?.readSeqs[roomId];
}

test('a chat is in the state from opening to closing', async () => {
  server.post('hello');
  chat.open(roomId);
  expect(store.state.chats.get(roomId)?.status).toBe('opening');
  await settle();
  chat.open(roomId);
  await settle();
  expect(texts()).toEqual(['hello']);
  expect(server.asked).toEqual(['openChat']);
  chat.close(roomId);
  expect(store.state.chats.size).toBe(0);
  await settle();
  chat.open(roomId);
  await settle();
  expect(texts()).toEqual(['hello']);
});

test('the event tells of what is live, after the state has it', async () => {
  server.post('before');
  chat.open(roomId);
  await settle();
  server.post('live');
  server.disconnect();
  chat.disconnected();
  server.post('missed');
  server.connect();
  chat.connected();
  await settle();
  expect(texts()).toEqual(['before', 'live', 'missed']);
  expect(posted).toEqual(['live']);
});

test('sending opens a chat, and marks one’s own words as read', async () => {
  chat.send(roomId, { text: 'first' });
  expect(store.state.chats.get(roomId)?.pending).toMatchObject([{ text: 'first' }]);
  await settle();
  expect([texts(), readSeq()]).toEqual([['first'], 1]);
  server.post('theirs');
  chat.send(roomId, { text: 'mine' });
  await settle();
  // What came in between may not have been seen.
  expect(readSeq()).toBe(1);
});

test('sending opens a chat again that was closed with a failed message left', async () => {
  chat.open(roomId);
  await settle();
  server.refuse('sendMessage', 'forbidden');
  chat.send(roomId, { text: 'in vain' });
  await settle();
  chat.close(roomId);
  await settle();
  expect(store.state.chats.has(roomId)).toBe(false);
  chat.send(roomId, { text: 'hello' });
  await settle();
  expect(texts()).toEqual(['hello']);
  expect(store.state.chats.get(roomId)?.pending).toMatchObject([{ text: 'in vain' }]);
});

test('an edit shows at once, whether or not its notification comes', async () => {
  server.post('helo');
  chat.open(roomId);
  await settle();
  server.reader = null;
  await chat.edit(roomId, 1, 'hello');
  expect(texts()).toEqual(['hello']);
});

test('of a burst of read marks the last is told, and it never goes back', async () => {
  for (const messageSeq of [1, 2, 3, 4, 3, 5]) chat.markRead(roomId, messageSeq);
  expect(readSeq()).toBe(5);
  await settle();
  expect(server.asked).toEqual(['markRead', 'markRead']);
  chat.markRead(roomId, 2);
  await settle();
  expect([readSeq(), server.asked.length]).toEqual([5, 2]);
});

test('a read mark that was lost is told again after the loss', async () => {
  server.loseAnswer('markRead', 'serverUnreachable');
  chat.markRead(roomId, 3);
  await settle();
  chat.disconnected();
  chat.connected();
  await settle();
  expect(server.asked).toEqual(['markRead', 'markRead']);
});

test('a password that was learnt elsewhere opens what waits for one', async () => {
  server.password = 'sesame';
  chat.open(roomId);
  await settle();
  expect(store.state.chats.get(roomId)?.status).toBe('passwordRequired');
  chat.learnPassword(roomId, 'sesame');
  await settle();
  expect(store.state.chats.get(roomId)?.status).toBe('open');
  expect(chat.passwordOf(roomId)).toBe('sesame');
  chat.open(roomId, { password: 'guess' });
  expect(chat.passwordOf(roomId)).toBe('sesame');
});

test('a wrong password is forgotten', async () => {
  server.password = 'sesame';
  chat.open(roomId, { password: 'guess' });
  await settle();
  expect(store.state.chats.get(roomId)?.status).toBe('wrongPassword');
  expect(chat.passwordOf(roomId)).toBeUndefined();
});

test('a file has an address, whatever it is called', () => {
  expect(chat.fileUrl({ ...fileOf('f1'), name: '회의 #1?.txt' })).toBe(
    'https://rooms.example.org/files/f1/%ED%9A%8C%EC%9D%98%20%231%3F.txt',
  );
});
