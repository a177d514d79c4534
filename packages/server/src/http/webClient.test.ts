import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addWebClient } from './webClient.ts';

const PAGE = '<!doctype html>'.repeat(100);
const SCRIPT = 'console.log(1);'.repeat(100);

let dist: string;
let app: FastifyInstance;
beforeAll(async () => {
  dist = await mkdtemp(join(tmpdir(), 'ottogi-dist-'));
  await mkdir(join(dist, 'assets'));
  await write('index.html', PAGE);
  await write('assets/index-abc.js', SCRIPT);
  for (const name of ['assets/a.wasm', 'assets/a.tflite', 'manifest.webmanifest']) {
    await writeFile(join(dist, name), 'as it is');
  }
  await writeFile(join(dist, 'mixer.html'), PAGE);
  app = Fastify();
  await addWebClient(app, dist);
});
afterAll(async () => {
  await app.close();
  await rm(dist, { recursive: true });
});

/** As the build leaves it. */
async function write(name: string, content: string): Promise<void> {
  await writeFile(join(dist, name), content);
  await writeFile(join(dist, `${name}.br`), brotliCompressSync(content));
  await writeFile(join(dist, `${name}.gz`), gzipSync(content));
}

function get(url: string, encodings: string, method: 'GET' | 'HEAD' = 'GET') {
  return app.inject({ method, url, headers: { 'accept-encoding': encodings } });
}

test.each([
  ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
  ['gzip, deflate', 'gzip', gunzipSync],
  ['br;q=0, gzip;q=0.5', 'gzip', gunzipSync],
  ['identity', undefined, (body: Buffer) => body],
])('who accepts %s gets %s', async (accepted, encoding, unpack) => {
  for (const [url, content] of [
    ['/', PAGE],
    ['/assets/index-abc.js', SCRIPT],
  ] as const) {
    const { headers, rawPayload } = await get(url, accepted);
    expect(headers['content-encoding']).toBe(encoding);
    expect(headers['vary']).toBe('accept-encoding');
    expect(unpack(rawPayload).toString()).toBe(content);
  }
});

test.each([
  ['/', 'no-cache', 'text/html; charset=utf-8'],
  [
    '/assets/index-abc.js',
    'public, max-age=31536000, immutable',
    'application/javascript; charset=utf-8',
  ],
])('%s, packed, keeps its headers', async (url, cacheControl, type) => {
  const [answer, head] = [await get(url, 'br'), await get(url, 'br', 'HEAD')];
  expect(answer.headers).toMatchObject({ 'cache-control': cacheControl, 'content-type': type });
  expect(head.headers['content-length']).toBe(String(answer.rawPayload.length));
  expect(head.body).toBe('');
});

test.each([
  ['/assets/a.wasm', 'application/wasm'],
  ['/assets/a.tflite', 'application/octet-stream'],
  ['/manifest.webmanifest', 'application/manifest+json'],
])('%s is %s', async (url, type) => {
  const { headers, body } = await get(url, 'br');
  expect(headers['content-type']).toBe(type);
  expect(body).toBe('as it is');
});

test('the page of a mixer is for this machine alone', async () => {
  const origin = await app.listen({ host: '127.0.0.1', port: 0 });
  const url = `${origin}/mixer.html`;
  expect((await fetch(url)).status).toBe(200);
  const forwarded = await fetch(url, { headers: { 'x-forwarded-for': '192.0.2.7' } });
  expect(forwarded.status).toBe(404);
});
