import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keptAdminToken, readPrivate, writePrivate } from './dataDir.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ottogi-data-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('the admin token is made once, and its owner alone can read it', async () => {
  const first = await keptAdminToken(join(folder, 'data'));
  const second = await keptAdminToken(join(folder, 'data'));
  expect(first.token).toMatch(/^[\w-]{32}$/);
  expect(second).toEqual(first);
  // Windows knows no such bits; its home folders are private by themselves.
  if (process.platform !== 'win32') expect((await stat(first.path)).mode & 0o777).toBe(0o600);
});

test('a file is replaced whole, and no draft of it stays', async () => {
  const path = join(folder, 'file');
  await writePrivate(path, 'one');
  await writePrivate(path, 'two');
  expect(await readPrivate(path)).toBe('two');
  expect(await readdir(folder)).toEqual(['file']);
});

test('what cannot be read is not taken for missing', async () => {
  await mkdir(join(folder, 'admin-token'));
  await expect(keptAdminToken(folder)).rejects.toThrow('EISDIR');
});
