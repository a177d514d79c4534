import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { file as fileSchema, fileName, type FileDocument } from '@ottogi/protocol';
import { parse as parseDisposition } from 'content-disposition';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { Files, type FilesOptions } from '../files/Files.ts';
import { createLogger } from '../logger.ts';
import { SqliteStore } from '../store/SqliteStore.ts';
import { aRoom } from '../store/testing/records.ts';
import type { Store } from '../store/Store.ts';
import { TestClock } from '../testing/TestClock.ts';
import { addFileRoutes } from './fileRoutes.ts';

const HOUR_MS = 60 * 60 * 1000;
const FRIEND = 'https://friend.example';

/** The smallest whole images: 1 x 1. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

let store: Store;
beforeAll(async () => {
  store = await SqliteStore.open(':memory:');
});
afterAll(() => store.close());

let folder: string;
let clock: TestClock;
let files: Files;
let app: FastifyInstance;
let url: string;
beforeEach(async () => {
  await store.deleteRoom('lounge');
  await putRoom('lounge');
  folder = await mkdtemp(join(tmpdir(), 'ottogi-files-'));
  clock = new TestClock();
  await start();
});
afterEach(async () => {
  await stop();
  await rm(folder, { recursive: true });
});

async function putRoom(roomId: string): Promise<void> {
  await store.putRoom(aRoom(roomId));
}

async function start(options: Partial<FilesOptions> = {}): Promise<void> {
  const logger = createLogger('silent', 'json');
  const limits = { maxBytes: 1_000_000, totalMaxBytes: 2_000_000 };
  files = await Files.open({
    store,
    dir: join(folder, 'files'),
    ...limits,
    logger,
    clock,
    ...options,
  });
  app = Fastify({ forceCloseConnections: true });
  await addFileRoutes(app, { files, allowedOrigins: [FRIEND], logger });
  await app.listen({ host: '127.0.0.1', port: 0 });
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
}

async function stop(): Promise<void> {
  await app.close();
  await files.close();
}

const stored = () => readdir(join(folder, 'files'));

async function leave(
  name: string,
  sizeBytes: number,
  personId = 'ada',
  roomId = 'lounge',
): Promise<string> {
  const wish = { roomId, personId, name: fileName.parse(name), sizeBytes };
  return (await files.createUpload(wish)).uploadId;
}

function put(uploadId: string, body: BodyInit, headers: Record<string, string> = {}) {
  return fetch(`${url}/api/uploads/${uploadId}`, { method: 'PUT', body, headers });
}

async function upload(name: string, content: Uint8Array<ArrayBuffer>): Promise<FileDocument> {
  return fileOf(await put(await leave(name, content.length), content));
}

async function fileOf(response: Response): Promise<FileDocument> {
  expect(response.status).toBe(200);
  const { file } = (await response.json()) as { file: unknown };
  return fileSchema.parse(file);
}

const download = ({ fileId, name }: FileDocument, init?: RequestInit) =>
  fetch(`${url}/files/${fileId}/${encodeURIComponent(name)}`, init);

/** Says how much comes, and sends a part of it. */
async function beginPut(uploadId: string, sizeBytes: number): Promise<ClientRequest> {
  const request = httpRequest(`${url}/api/uploads/${uploadId}`, {
    method: 'PUT',
    headers: { 'content-length': sizeBytes },
  });
  // It is to be cut, by one side or the other.
  request.on('error', () => undefined);
  request.write('half');
  await expect.poll(stored).toContainEqual(expect.stringMatching(/\.part$/));
  return request;
}

async function statusOf(request: ClientRequest): Promise<number | undefined> {
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode;
}

test('a file comes back as it was, under its name, and belongs to its owner alone', async () => {
  const content = Buffer.from('회의록\n'.repeat(50_000));
  const file = await upload('회의록 (최종).txt', content);
  expect(file).toEqual({
    fileId: expect.stringMatching(/^[\w-]{22}$/),
    name: '회의록 (최종).txt',
    mimeType: 'text/plain',
    sizeBytes: content.length,
  });
  const response = await download(file);
  expect(Buffer.from(await response.arrayBuffer())).toEqual(content);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'text/plain; charset=utf-8',
    'content-length': String(content.length),
    'content-disposition': `attachment; filename="??? (??).txt"; filename*=UTF-8''${encodeURIComponent('회의록 (최종).txt').replace('(', '%28').replace(')', '%29')}`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, max-age=31536000, immutable',
  });
  const path = join(folder, 'files', file.fileId);
  if (process.platform === 'win32') return;
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, 'files'))).mode & 0o777).toBe(0o700);
});

test('an image may be shown, and says how large it is', async () => {
  const file = await upload('dot.jpeg', PNG);
  expect(file).toMatchObject({ mimeType: 'image/png', width: 1, height: 1 });
  const { headers } = await download(file);
  expect(headers.get('content-type')).toBe('image/png');
  expect(headers.get('content-disposition')).toMatch(/^inline;/);
});

test.each([
  ['HTML named .png', '<!doctype html><script>alert(1)</script>', 'text/plain; charset=utf-8'],
  [
    'SVG',
    '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    'text/plain; charset=utf-8',
  ],
  ['SVG with a head', '<?xml version="1.0"?><svg onload="alert(1)"/>', 'application/xml'],
  ['a PDF', '%PDF-1.7\n', 'application/pdf'],
  ['text with NUL', 'a\0b', 'application/octet-stream'],
])('%s is a download of what it is', async (_what, content, type) => {
  const file = await upload('cat.png', Buffer.from(content));
  expect(file).not.toHaveProperty('width');
  const { headers } = await download(file);
  expect(headers.get('content-type')).toBe(type);
  expect(headers.get('content-disposition')).toMatch(/^attachment;/);
});

test.each([
  ['more pixels than a browser should unpack', (gif: Buffer) => gif.fill(0xff, 6, 10)],
  ['no pixels at all', (gif: Buffer) => gif.fill(0, 6, 10)],
  ['an end before its size', (gif: Buffer) => gif.subarray(0, 7)],
])('an image of %s is a download', async (_what, spoil) => {
  const file = await upload('bomb.gif', Buffer.from(spoil(Buffer.from(GIF))));
  expect(file).not.toHaveProperty('width');
});

test.each([
  ['../../etc/passwd', '.._.._etc_passwd'],
  ['..', '..'],
  ['%2e%2e%2fpasswd', '%2e%2e%2fpasswd'],
  ['a\0b\r\nSet-Cookie: x', 'ab Set-Cookie: x'],
  ['exe.\u202Egpj', 'exe.gpj'],
  ['"; filename=x', '"; filename=x'],
])('the name %j is a name and no path', async (name, shown) => {
  const file = await upload(name, GIF);
  expect(await stored()).toEqual([file.fileId]);
  const { headers } = await fetch(`${url}/files/${file.fileId}/x`);
  const { parameters } = parseDisposition(headers.get('content-disposition') ?? '');
  expect(parameters['filename']).toBe(shown);
  expect(headers.get('set-cookie')).toBeNull();
});

test('the longest name in the longest letters finds its file', async () => {
  expect((await download(await upload('회'.repeat(255), GIF))).status).toBe(200);
});

test.each(['..%2f..%2fpasswd', '%2e%2e', '..', '.', '', 'no-such-file', '%00', '%', 'passwd'])(
  'there is no file %j',
  async (fileId) => {
    await writeFile(join(folder, 'passwd'), 'secret');
    await writeFile(join(folder, 'files', 'passwd'), 'secret');
    const response = await rawGet(`/files/${fileId}/passwd`);
    expect(response.statusCode).toBe(fileId === '%' ? 400 : 404);
    expect(response.headers['cache-control'] ?? '').not.toContain('immutable');
    expect(Buffer.concat(await response.toArray()).toString()).not.toContain('secret');
  },
);

/** As it is written: `fetch` would tidy up the path, and ask anew for what is cached. */
async function rawGet(path: string, headers: Record<string, string> = {}) {
  const { hostname, port } = new URL(url);
  const request = httpRequest({ hostname, port, path, headers }).end();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return response;
}

test('parts, heads and repeats of a file', async () => {
  const file = await upload('dot.gif', GIF);
  const head = await download(file, { method: 'HEAD' });
  expect(head.headers.get('content-length')).toBe(String(GIF.length));
  expect(await head.text()).toBe('');
  const part = await download(file, { headers: { range: 'bytes=0-5' } });
  expect(part.status).toBe(206);
  expect(part.headers.get('content-range')).toBe(`bytes 0-5/${GIF.length}`);
  expect(await part.text()).toBe('GIF89a');
  const beyond = await download(file, { headers: { range: 'bytes=9000-' } });
  expect(beyond.status).toBe(416);
  const etag = head.headers.get('etag') ?? '';
  const again = await rawGet(`/files/${file.fileId}/x`, { 'if-none-match': etag });
  expect(again.statusCode).toBe(304);
});

test('more than the server takes is refused before it is sent', async () => {
  await expect(leave('film', 1_000_001)).rejects.toMatchObject({ code: 'fileTooLarge' });
});

test('more than was announced is refused, and nothing of it stays', async () => {
  const sizeBytes = 20_000_000;
  const request = httpRequest(`${url}/api/uploads/${await leave('x', 10)}`, {
    method: 'PUT',
    headers: { 'content-length': sizeBytes },
  }).end(Buffer.alloc(sizeBytes));
  // A browser looks at the answer only once it has sent everything.
  const [status] = await Promise.all([statusOf(request), closing(request)]);
  expect(status).toBe(413);
  expect(await stored()).toEqual([]);
});

test('less than was announced is incomplete, and may be tried again', async () => {
  const uploadId = await leave('x', GIF.length);
  for (const body of [GIF.subarray(1), '']) {
    const response = await put(uploadId, body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'uploadIncomplete' });
  }
  expect(await stored()).toEqual([]);
  expect((await put(uploadId, GIF)).status).toBe(200);
});

test('broken off half way, it may be tried again, and the same answer be asked for twice', async () => {
  const uploadId = await leave('x', GIF.length);
  (await beginPut(uploadId, GIF.length)).destroy();
  await expect.poll(stored).toEqual([]);
  const answers = [await put(uploadId, GIF), await put(uploadId, GIF)];
  const [first, second] = await Promise.all(answers.map((answer) => answer.json()));
  expect(second).toEqual(first);
  expect(await store.fileIds()).toHaveLength(1);
});

test('one request at a time has an upload', async () => {
  const uploadId = await leave('x', GIF.length);
  const first = await beginPut(uploadId, GIF.length);
  const second = await put(uploadId, GIF);
  expect(second.status).toBe(409);
  first.end(GIF.subarray(4));
  expect(await statusOf(first)).toBe(200);
});

test('a sender that stalls is cut', async () => {
  const request = await beginPut(await leave('x', 1_000_000), 1_000_000);
  const closed = closing(request);
  for (const sizeBytes of [8, 12]) {
    clock.advance(29_000);
    request.write('more');
    await expect.poll(async () => (await fileSizes())[0]).toBe(sizeBytes);
  }
  clock.advance(29_000);
  expect(await stored()).toHaveLength(1);
  clock.advance(2_000);
  await closed;
  await expect.poll(stored).toEqual([]);
});

/** Resolves when the connection is gone, however it ends. */
function closing(request: ClientRequest): Promise<void> {
  return new Promise((resolve) => {
    request.once('close', resolve);
  });
}

async function fileSizes(): Promise<number[]> {
  const paths = (await stored()).map((name) => join(folder, 'files', name));
  return Promise.all(paths.map(async (path) => (await stat(path)).size));
}

test('an upload is over after an hour, also while it comes', async () => {
  const waiting = await leave('x', GIF.length);
  const request = await beginPut(await leave('y', 100), 100);
  const closed = closing(request);
  clock.advance(HOUR_MS);
  await closed;
  const response = await put(waiting, GIF);
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ code: 'notFound' });
});

test('five uploads of a person are open at once, and what is done makes room', async () => {
  const uploads = await Promise.all(
    Array.from({ length: 5 }, (_, index) => leave(`${index}`, GIF.length)),
  );
  await expect(leave('sixth', 1)).rejects.toMatchObject({ code: 'tooManyRequests' });
  await leave('of somebody else', 1, 'bob');
  await put(uploads[0] ?? '', GIF);
  await leave('sixth', 1);
});

test('all files together have a limit, also those on their way', async () => {
  const size = 800_000;
  await upload('first', Buffer.alloc(size));
  const [second, third] = [await leave('second', size), await leave('third', size)];
  const request = await beginPut(second, size);
  const response = await put(third, Buffer.alloc(size));
  expect(response.status).toBe(507);
  expect(await response.json()).toMatchObject({ code: 'storageFull' });
  request.end(Buffer.alloc(size - 4));
  expect(await statusOf(request)).toBe(200);
  await expect(leave('fourth', size)).rejects.toMatchObject({ code: 'storageFull' });
});

test('a disk that is nearly full takes no files', async () => {
  await stop();
  await start({ diskReserveBytes: Number.MAX_SAFE_INTEGER });
  await expect(leave('x', 1)).rejects.toMatchObject({ code: 'storageFull' });
});

test('the files of a room that is deleted are gone, and those that never were do not matter', async () => {
  await putRoom('cellar');
  const kept = await upload('kept', GIF);
  const gone = await fileOf(await put(await leave('gone', GIF.length, 'ada', 'cellar'), GIF));
  await files.remove([...(await store.deleteRoom('cellar')), 'never-was']);
  expect(await stored()).toEqual([kept.fileId]);
  expect((await download(gone)).status).toBe(404);
});

test('a file whose bytes are lost is not found, and nobody is to remember that', async () => {
  const file = await upload('x', GIF);
  await rm(join(folder, 'files', file.fileId));
  const response = await download(file);
  expect(response.status).toBe(404);
  expect(response.headers.get('cache-control')).toBeNull();
});

test('what a crash left is swept at the start, and what nobody sent after a day', async () => {
  const file = await upload('x', GIF);
  await stop();
  const dir = join(folder, 'files');
  await writeFile(join(dir, `${'p'.repeat(22)}.part`), 'half');
  await writeFile(join(dir, 'r'.repeat(22)), 'without a record');
  await mkdir(join(dir, 'not-ours'));
  await start();
  expect((await stored()).sort()).toEqual([file.fileId, 'not-ours'].sort());
  clock.advance(23 * HOUR_MS);
  expect(await readFile(join(dir, file.fileId))).toEqual(GIF);
  // Each sweep is set when the one before is done.
  await expect
    .poll(async () => {
      clock.advance(HOUR_MS);
      return stored();
    })
    .toEqual(['not-ours']);
});

test.each([
  ['https://evil.example', 403, null],
  [FRIEND, 200, FRIEND],
])('a page of %s that uploads is answered %i', async (origin, status, allowed) => {
  const response = await put(await leave('x', GIF.length), GIF, { origin });
  expect(response.status).toBe(status);
  expect(response.headers.get('access-control-allow-origin')).toBe(allowed);
  expect(await stored()).toHaveLength(status === 200 ? 1 : 0);
});

test.each([
  ['https://evil.example', null],
  [FRIEND, 'GET, HEAD, PUT'],
])('a browser that asks for a page of %s hears %s', async (origin, methods) => {
  const headers = { origin, 'access-control-request-method': 'PUT' };
  const response = await fetch(`${url}/api/uploads/x`, { method: 'OPTIONS', headers });
  expect(response.status).toBe(204);
  expect(response.headers.get('access-control-allow-methods')).toBe(methods);
  expect(response.headers.get('vary')).toBe('Origin');
});

test('a body may call itself whatever it likes', async () => {
  for (const type of ['application/json', 'text/plain', 'multipart/form-data', 'image/png']) {
    const response = await put(await leave('x', GIF.length), GIF, { 'content-type': type });
    expect(response.status).toBe(200);
  }
});

test('what the store refuses leaves nothing, and may be tried again', async () => {
  const uploadId = await leave('x', GIF.length);
  await store.deleteRoom('lounge');
  const response = await put(uploadId, GIF);
  expect(response.status).toBe(404);
  expect(await stored()).toEqual([]);
  await putRoom('lounge');
  expect((await put(uploadId, GIF)).status).toBe(200);
});

test('a store that cannot be reached is said to be unavailable', async () => {
  await stop();
  const broken = await SqliteStore.open(':memory:');
  await start({ store: broken });
  const uploadId = await leave('x', GIF.length);
  await broken.close();
  for (const response of [await put(uploadId, GIF), await fetch(`${url}/files/x/x`)]) {
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ code: 'storeUnavailable' });
  }
});
