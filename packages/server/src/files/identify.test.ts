import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { identify } from './identify.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ottogi-identify-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function contentOf(bytes: Buffer) {
  const path = join(folder, 'file');
  await writeFile(path, bytes);
  return identify(path);
}

/** A box of ISO/IEC 14496-12: its size, its type, what is in it. */
function box(type: string, ...parts: (Buffer | string)[]): Buffer {
  const content = Buffer.concat(parts.map((part) => Buffer.from(part as string, 'latin1')));
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + content.length);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, content]);
}

/** The beginning of an AVIF: the size of its image, and what it is for. */
function avif(width: number, height: number, times = 1): Buffer {
  const size = Buffer.alloc(12);
  size.writeUInt32BE(width, 4);
  size.writeUInt32BE(height, 8);
  const sizes = Array.from({ length: times }, () => box('ispe', size));
  const meta = box('meta', '\0\0\0\0', box('iprp', box('ipco', ...sizes)));
  return Buffer.concat([box('ftyp', 'avif\0\0\0\0avifmif1'), meta]);
}

/** The segments of a JPEG that say how it lies (EXIF) and how large it is (SOF0): 4 x 3. */
function jpeg(orientation: number, before = Buffer.alloc(0)): Buffer {
  const exif = Buffer.from('45786966000049492a00080000000100120103000100000000000000', 'hex');
  exif.writeUInt16LE(orientation, 24);
  const size = Buffer.from('ffc0000b080003000401011100', 'hex');
  return Buffer.concat([Buffer.from('ffd8', 'hex'), before, segment(0xe1, exif), size]);
}

function segment(marker: number, content: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(2 + content.length, 2);
  return Buffer.concat([head, content]);
}

const WEBP = Buffer.from('UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==', 'base64');

test.each([
  ['an AVIF', avif(320, 180), 'image/avif', 320, 180],
  ['a WebP', WEBP, 'image/webp', 1, 1],
  ['a JPEG', jpeg(1), 'image/jpeg', 4, 3],
  ['a JPEG that lies on its side', jpeg(6), 'image/jpeg', 3, 4],
])('%s has the size in which it is seen', async (_what, bytes, mimeType, width, height) => {
  expect(await contentOf(bytes)).toEqual({ mimeType, width, height });
});

test('an image that hides its size behind its metadata is not shown', async () => {
  const padding = Buffer.concat(
    Array.from({ length: 5 }, () => segment(0xe2, Buffer.alloc(60_000))),
  );
  expect(await contentOf(jpeg(1, padding))).toEqual({ mimeType: 'image/jpeg' });
});

test.each([
  [7_000, 7_000, true],
  [7_072, 7_072, false],
  [2 ** 32 - 1, 1, false],
])('an image of %i x %i is shown: %s', async (width, height, shown) => {
  expect('width' in (await contentOf(avif(width, height)))).toBe(shown);
});

test.each([
  ['text', '안녕'.repeat(3), 'text/plain'],
  ['text of more than is looked at, cut within a letter', `x${'녕'.repeat(100_000)}`, 'text/plain'],
  ['text of another encoding', Buffer.from('caf\xe9', 'latin1'), 'application/octet-stream'],
  ['text that ends within a letter', Buffer.from('안').subarray(0, 2), 'application/octet-stream'],
  ['text with NUL', 'a\0b', 'application/octet-stream'],
])('%s', async (_what, content, mimeType) => {
  expect(await contentOf(Buffer.from(content as string))).toEqual({ mimeType });
});
