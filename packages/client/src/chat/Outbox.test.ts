import type { FileDocument } from '@ottogi/protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ClientError, type ClientErrorCode } from '../errors.ts';
import type { PendingMessage } from '../state.ts';
import { FakeChat, fileOf } from '../testing/FakeChat.ts';
import { settle } from '../testing/fakes.ts';
import { Outbox } from './Outbox.ts';
import type { UploadOptions } from './upload.ts';

interface FakeUpload extends UploadOptions {
  uploadId: string;
  done: PromiseWithResolvers<FileDocument>;
}

let server: FakeChat;
let outbox: Outbox;
let uploads: FakeUpload[];
let stored: string[];

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeChat();
  uploads = [];
  stored = [];
  outbox = new Outbox({
    roomId: server.roomId,
    signal: server,
    fileMaxBytes: () => 1000,
    upload: (uploadId, _file, options) => {
      const done = Promise.withResolvers<FileDocument>();
      uploads.push({ uploadId, done, ...options });
      options.signal.addEventListener('abort', () =>
        done.reject(new ClientError('superseded', 'off')),
      );
      return done.promise;
    },
    changed: () => {},
    stored: ({ text }) => stored.push(text),
  });
  outbox.resume();
});

afterEach(() => {
  vi.useRealTimers();
});

function say(...lines: string[]): void {
  for (const text of lines) outbox.add({ text }, null);
}

function sendFiles(...names: string[]): void {
  const files = names.map((name) => new File(['abc'], name));
  outbox.add({ text: 'look', files }, null);
}

function breakOff(code: ClientErrorCode): void {
  uploads.at(-1)!.done.reject(new ClientError(code, 'broke'));
}

function said(): string[] {
  return server.messages.map(({ text }) => text);
}

function only(): PendingMessage {
  expect(outbox.pending).toHaveLength(1);
  return outbox.pending.at(0)!;
}

test('an upload ends with the client, and begins anew when it is used again', async () => {
  sendFiles('a.png');
  await settle();
  outbox.stop();
  await settle();
  expect(uploads.at(0)!.signal.aborted).toBe(true);
  expect(only()).toMatchObject({ status: 'waiting', error: null, files: [{ sentBytes: 0 }] });
  outbox.resume();
  await settle();
  uploads.at(1)!.done.resolve(fileOf('f1'));
  await settle();
  expect([outbox.pending, said()]).toEqual([[], ['look']]);
});

test('messages go one after another, in the order in which they were written', async () => {
  const release = server.hold();
  say('one', 'two', 'three');
  await settle();
  expect(outbox.pending.map(({ status }) => status)).toEqual(['sending', 'waiting', 'waiting']);
  expect(said()).toEqual(['one']);
  release();
  await settle();
  expect([said(), stored]).toEqual([
    ['one', 'two', 'three'],
    ['one', 'two', 'three'],
  ]);
  expect(outbox.pending).toEqual([]);
});

test('a lost answer is asked for again under the same id: it is one message', async () => {
  server.loseAnswer('sendMessage', 'timeout', 'timeout');
  say('one', 'two');
  await settle();
  expect(outbox.pending[0]).toMatchObject({ status: 'waiting', error: { code: 'timeout' } });
  await vi.advanceTimersByTimeAsync(2_000);
  expect(said()).toEqual(['one', 'two']);
  expect(server.asked).toEqual(Array.from({ length: 4 }, () => 'sendMessage'));
  expect(outbox.pending).toEqual([]);
});

test.each<ClientErrorCode>(['storeUnavailable', 'tooManyRequests', 'timeout'])(
  '%s is waited for as long as it takes, and nobody overtakes',
  async (code) => {
    server.refuse('sendMessage', ...Array.from({ length: 12 }, () => code));
    say('one', 'two');
    await vi.advanceTimersByTimeAsync(200_000);
    expect(said()).toEqual(['one', 'two']);
  },
);

test('why it could not be stored is told while it is tried again', async () => {
  server.refuse('sendMessage', 'storeUnavailable');
  say('one');
  await settle();
  const release = server.hold();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(only()).toMatchObject({ status: 'sending', error: { code: 'storeUnavailable' } });
  release();
  await settle();
  expect(outbox.pending).toEqual([]);
});

test('what cannot be mended has failed, keeps its text, and holds up nobody', async () => {
  server.refuse('sendMessage', 'forbidden');
  say('one', 'two');
  await settle();
  expect(only()).toMatchObject({ text: 'one', status: 'failed', error: { code: 'forbidden' } });
  expect(said()).toEqual(['two']);
  outbox.retry(only().messageId);
  await settle();
  expect(said()).toEqual(['two', 'one']);
});

test('a message that was heard of before its answer is settled, and not sent again', async () => {
  const release = server.hold();
  say('one');
  await settle();
  outbox.settle([only().messageId]);
  expect(outbox.pending).toEqual([]);
  server.disconnect();
  release();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(server.asked).toEqual(['sendMessage']);
});

test('cut off, it waits for the connection, and goes on at once', async () => {
  const release = server.hold();
  say('one', 'two');
  await settle();
  outbox.pause();
  server.disconnect();
  release();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(server.asked).toHaveLength(1);
  server.connect();
  outbox.resume();
  await settle();
  expect(said()).toEqual(['one', 'two']);
});

test('nothing to see is nothing to send', async () => {
  say('', ' \n', '\u200B');
  await settle();
  expect([outbox.pending, server.asked]).toEqual([[], []]);
});

test('a file is uploaded first, with its progress, and the message carries it', async () => {
  sendFiles('a.txt', 'b.txt');
  await settle();
  uploads.at(0)!.progress(2);
  expect(only()).toMatchObject({
    status: 'uploading',
    files: [{ name: 'a.txt', sizeBytes: 3, sentBytes: 2 }, { sentBytes: 0 }],
  });
  uploads.at(0)!.done.resolve(fileOf('a'));
  await settle();
  uploads.at(1)!.done.resolve(fileOf('b'));
  await settle();
  expect(server.messages[0]?.files.map(({ fileId }) => fileId)).toEqual(['a', 'b']);
});

test('a broken upload begins anew with a new leave; what is there already is not sent twice', async () => {
  sendFiles('a.txt', 'b.txt');
  await settle();
  uploads.at(0)!.done.resolve(fileOf('a'));
  await settle();
  uploads.at(1)!.progress(2);
  breakOff('uploadIncomplete');
  await settle();
  expect(only().files.map(({ sentBytes }) => sentBytes)).toEqual([3, 0]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(uploads.map(({ uploadId }) => uploadId)).toEqual(['upload-1', 'upload-2', 'upload-3']);
  uploads.at(2)!.done.resolve(fileOf('b'));
  await settle();
  expect(server.messages[0]?.files).toHaveLength(2);
});

test('a reconnect in the middle of an upload does not stop it, and the message follows', async () => {
  sendFiles('a.txt');
  await settle();
  outbox.pause();
  server.disconnect();
  uploads.at(0)!.done.resolve(fileOf('a'));
  await settle();
  expect(only().files[0]?.file).toEqual(fileOf('a'));
  server.connect();
  outbox.resume();
  await settle();
  expect([uploads.length, said()]).toEqual([1, ['look']]);
});

test('an upload that breaks with the connection waits for it', async () => {
  sendFiles('a.txt');
  await settle();
  outbox.pause();
  server.disconnect();
  breakOff('serverUnreachable');
  await vi.advanceTimersByTimeAsync(120_000);
  expect(only().status).toBe('waiting');
  server.connect();
  outbox.resume();
  await settle();
  expect(uploads).toHaveLength(2);
});

test('a file that never gets through is given up at some point', async () => {
  sendFiles('changing.log');
  for (let attempt = 0; attempt < 10 && outbox.pending[0]?.status !== 'failed'; attempt += 1) {
    await settle();
    breakOff('uploadIncomplete');
    await settle();
    await vi.advanceTimersByTimeAsync(10_000);
  }
  expect(only()).toMatchObject({ status: 'failed', error: { code: 'uploadIncomplete' } });
});

test('a file that is too large is not even tried', async () => {
  outbox.add({ text: '', files: [new File([new Uint8Array(1001)], 'large')] }, null);
  await settle();
  expect(only()).toMatchObject({ status: 'failed', error: { code: 'fileTooLarge' } });
  expect(server.asked).toEqual([]);
});

test('discarding ends the upload, and the next message goes out', async () => {
  sendFiles('a.txt');
  say('next');
  await settle();
  outbox.discard(outbox.pending.at(0)!.messageId);
  await settle();
  expect(uploads[0]?.signal.aborted).toBe(true);
  expect(said()).toEqual(['next']);
  expect(outbox.pending).toEqual([]);
});

test('files that were cleared away meanwhile are uploaded again on retry', async () => {
  server.refuse('sendMessage', 'notFound');
  sendFiles('a.txt');
  await settle();
  uploads.at(0)!.done.resolve(fileOf('a'));
  await settle();
  outbox.retry(only().messageId);
  await settle();
  uploads.at(1)!.done.resolve(fileOf('again'));
  await settle();
  expect(server.messages[0]?.files).toEqual([fileOf('again')]);
});

test('what waits when the chat is closed has failed, and is sent on retry after all', async () => {
  sendFiles('a.txt');
  say('next');
  await settle();
  outbox.fail(new ClientError('passwordRequired', 'changed'));
  await settle();
  for (const pending of outbox.pending) {
    expect(pending).toMatchObject({ status: 'failed', error: { code: 'passwordRequired' } });
  }
  expect(outbox.idle).toBe(true);
  outbox.resume();
  outbox.retry(outbox.pending.at(1)!.messageId);
  await settle();
  expect(said()).toEqual(['next']);
});
