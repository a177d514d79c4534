import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ClientErrorCode } from '../errors.ts';
import type { ChatState } from '../state.ts';
import { FakeChat } from '../testing/FakeChat.ts';
import { settle } from '../testing/fakes.ts';
import { ChatRoom } from './ChatRoom.ts';

let server: FakeChat;
let room: ChatRoom;
let state: ChatState | null;
/** Every list of messages with what was pending beside it, as a page would have drawn them. */
let drawn: string[][];
let password: string | undefined;
let ended: boolean;

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeChat();
  state = null;
  drawn = [];
  password = undefined;
  ended = false;
  room = new ChatRoom({
    roomId: server.roomId,
    signal: server,
    password: () => password,
    passwordRefused: () => {
      password = undefined;
    },
    fileMaxBytes: () => null,
    upload: () => Promise.reject(new Error('no files here')),
    changed: (chat) => {
      state = chat;
      if (chat) drawn.push([...texts(chat), ...chat.pending.map(({ text }) => text)]);
    },
    stored: () => {},
    ended: () => {
      ended = true;
    },
  });
  server.reader = (notification) => room.notified(notification);
});

afterEach(() => {
  vi.useRealTimers();
});

function texts(chat: ChatState | null = state): string[] {
  return chat?.messages.map(({ text }) => text) ?? [];
}

function posted(count: number): void {
  for (let n = 1; n <= count; n += 1) server.post(`m${n}`);
}

async function open(): Promise<void> {
  room.open();
  room.connected();
  await settle();
}

function disconnect(): void {
  server.disconnect();
  room.disconnected();
}

async function reconnect(): Promise<void> {
  server.connect();
  room.connected();
  await settle();
}

test('it opens with the newest messages, and follows', async () => {
  posted(7);
  await open();
  expect(state).toMatchObject({ status: 'open', hasOlder: true, hasNewer: false, pending: [] });
  expect(texts()).toEqual(['m3', 'm4', 'm5', 'm6', 'm7']);
  server.post('m8');
  server.change(4, 'edited');
  server.change(1, 'not at hand');
  expect(texts()).toEqual(['m3', 'edited', 'm5', 'm6', 'm7', 'm8']);
});

test('what is posted while the answer is on its way is not lost behind it', async () => {
  posted(2);
  const release = server.hold();
  await open();
  server.post('m3');
  server.change(1, 'edited');
  expect(state).toMatchObject({ status: 'opening', messages: [] });
  release();
  await settle();
  expect(texts()).toEqual(['edited', 'm2', 'm3']);
});

test('pages reach to the first message and back, and are asked for once', async () => {
  posted(12);
  await open();
  const loading = [room.load('older'), room.load('older')];
  expect(state?.loading).toBe('older');
  await Promise.all(loading);
  await room.load('older');
  await room.load('older');
  expect(texts()).toHaveLength(12);
  expect(state).toMatchObject({ hasOlder: false, loading: null });
  expect(server.asked.filter((name) => name === 'getMessages')).toHaveLength(2);
});

test('an edit that happens while a page is on its way is not undone by it', async () => {
  posted(8);
  await open();
  const release = server.hold();
  const loading = room.load('older');
  await settle();
  server.change(2, 'edited');
  release();
  await loading;
  expect(texts().slice(0, 3)).toEqual(['m1', 'edited', 'm3']);
});

test('a jump replaces the window; the way back leads to the tail, also by pages', async () => {
  posted(20);
  await open();
  await room.show(8);
  expect(texts()).toEqual(['m6', 'm7', 'm8', 'm9', 'm10']);
  expect(state).toMatchObject({ hasOlder: true, hasNewer: true });
  server.post('m21');
  expect(texts().at(-1)).toBe('m10');
  await room.load('newer');
  expect(texts().at(-1)).toBe('m15');
  await room.showNewest();
  expect(texts()).toEqual(['m17', 'm18', 'm19', 'm20', 'm21']);
  server.post('m22');
  expect(texts().at(-1)).toBe('m22');
});

test('a message that is posted while the newest are fetched follows them', async () => {
  posted(20);
  await open();
  await room.show(8);
  const release = server.hold();
  const showing = room.showNewest();
  await settle();
  server.post('m21');
  release();
  await showing;
  expect(texts().at(-1)).toBe('m21');
  expect(state?.hasNewer).toBe(false);
});

test('a jump to no message rejects, and changes nothing', async () => {
  posted(3);
  await open();
  await expect(room.show(9)).rejects.toMatchObject({ code: 'notFound' });
  expect(texts()).toEqual(['m1', 'm2', 'm3']);
});

test('after a loss it asks for what is new and changed, and keeps the rest', async () => {
  posted(8);
  await open();
  await room.load('older');
  disconnect();
  server.change(1, 'edited');
  server.post('m9');
  expect(state?.status).toBe('open');
  await reconnect();
  expect(texts()).toEqual(['edited', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7', 'm8', 'm9']);
  expect(server.asked.filter((name) => name === 'getMessages')).toHaveLength(1);
});

test('after too long a loss it begins with the newest again', async () => {
  posted(3);
  await open();
  disconnect();
  posted(30);
  await reconnect();
  expect(texts()).toEqual(['m26', 'm27', 'm28', 'm29', 'm30']);
  expect(state).toMatchObject({ hasOlder: true, hasNewer: false });
  server.post('more');
  expect(texts().at(-1)).toBe('more');
});

test('lost notifications are made up for, though later ones were heard', async () => {
  posted(2);
  await open();
  const { reader } = server;
  server.reader = null;
  server.change(1, 'edited');
  server.post('m3');
  // What comes after a gap in the session's numbers: catch up, then what was held back.
  const release = server.hold();
  room.catchUp();
  server.reader = reader;
  server.post('m4');
  disconnect();
  release();
  await settle();
  await reconnect();
  expect(texts()).toEqual(['edited', 'm2', 'm3', 'm4']);
});

test('an answer from before a loss does not hide what was lost after it', async () => {
  posted(2);
  await open();
  const { reader } = server;
  const release = server.hold();
  room.catchUp();
  await settle();
  server.reader = null;
  server.change(1, 'edited');
  server.reader = reader;
  room.catchUp();
  server.post('m3');
  release();
  await settle();
  expect(texts()).toEqual(['edited', 'm2', 'm3']);
});

test('a message that does not follow on the last one makes it look for those between', async () => {
  posted(2);
  await open();
  const { reader } = server;
  server.reader = null;
  posted(3);
  server.reader = reader;
  server.post('m6');
  await settle();
  expect(texts()).toHaveLength(6);
});

test('a password is asked for, refused, and taken', async () => {
  server.password = 'sesame';
  posted(1);
  await open();
  expect(state).toMatchObject({ status: 'passwordRequired', messages: [] });
  password = 'guess';
  room.open();
  await settle();
  expect(state).toMatchObject({ status: 'wrongPassword', error: { code: 'wrongPassword' } });
  password = 'sesame';
  room.open();
  await settle();
  expect(state?.status).toBe('open');
  disconnect();
  await reconnect();
  expect(state).toMatchObject({ status: 'open', error: null });
});

test.each<[ClientErrorCode, ChatState['status']]>([
  ['banned', 'banned'],
  ['notFound', 'gone'],
  ['internal', 'failed'],
])('%s ends the opening as %s, until it is opened again', async (code, status) => {
  server.refuse('openChat', code);
  await open();
  expect(state).toMatchObject({ status, error: { code } });
  room.catchUp();
  await settle();
  expect(state?.status).toBe(status);
  room.open();
  await settle();
  expect(state?.status).toBe('open');
});

test('a store that is away is waited for', async () => {
  posted(1);
  server.refuse('openChat', 'storeUnavailable', 'timeout');
  await open();
  expect(state).toMatchObject({ status: 'opening', error: { code: 'storeUnavailable' } });
  await vi.advanceTimersByTimeAsync(2_000);
  expect(state).toMatchObject({ status: 'open', error: null });
  expect(texts()).toEqual(['m1']);
});

test('a chat that the server closes shows nothing more, and what was to be sent has failed', async () => {
  posted(2);
  await open();
  server.refuse('sendMessage', 'storeUnavailable');
  room.send({ text: 'mine' });
  await settle();
  const { roomId } = server;
  server.tell({ name: 'chatClosed', data: { roomId, reason: 'banned' } });
  expect(state).toMatchObject({ status: 'banned', messages: [] });
  expect(state?.pending).toMatchObject([
    { text: 'mine', status: 'failed', error: { code: 'banned' } },
  ]);
});

test('one’s own message is drawn once at every moment, notified before the answer or after', async () => {
  await open();
  room.send({ text: 'first' });
  await settle();
  server.reader = null;
  room.send({ text: 'second' });
  await settle();
  room.notified({ name: 'messagePosted', data: { message: server.messages.at(1)! } });
  expect(texts()).toEqual(['first', 'second']);
  expect(state?.pending).toEqual([]);
  for (const picture of drawn) expect(new Set(picture).size).toBe(picture.length);
  const afterFirst = drawn.findIndex((picture) => picture.includes('first'));
  for (const picture of drawn.slice(afterFirst)) expect(picture).toContain('first');
});

test('a message whose answer and notification are both lost is found when it comes back', async () => {
  await open();
  server.loseAnswer('sendMessage', 'serverUnreachable');
  server.reader = null;
  room.send({ text: 'mine' });
  await settle();
  expect(state?.pending).toHaveLength(1);
  disconnect();
  await reconnect();
  expect(texts()).toEqual(['mine']);
  expect(state?.pending).toEqual([]);
  expect(server.messages).toHaveLength(1);
});

test('nothing is sent before the chat is open on the new connection', async () => {
  server.password = 'sesame';
  password = 'sesame';
  await open();
  disconnect();
  room.send({ text: 'one' });
  room.send({ text: 'two' });
  await settle();
  expect(state?.pending.map(({ status }) => status)).toEqual(['waiting', 'waiting']);
  await reconnect();
  expect(texts()).toEqual(['one', 'two']);
  expect(state?.pending).toEqual([]);
});

test('closed, it is gone from the state at once, and sends what was written', async () => {
  await open();
  disconnect();
  room.send({ text: 'last words' });
  room.close();
  expect(state).toBeNull();
  expect(ended).toBe(false);
  await reconnect();
  expect(server.messages.map(({ text }) => text)).toEqual(['last words']);
  expect(server.asked.at(-1)).toBe('closeChat');
  expect([state, ended]).toEqual([null, true]);
});

test('what failed while it was closed is there when it is opened again', async () => {
  await open();
  server.refuse('sendMessage', 'nameRequired');
  room.send({ text: 'anonymous' });
  room.close();
  await settle();
  expect(ended).toBe(false);
  room.open();
  await settle();
  expect(state).toMatchObject({ status: 'open', pending: [{ text: 'anonymous' }] });
});
