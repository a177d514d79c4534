import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findChromium } from './findChromium.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ottogi-test-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function program(name: string, mode = 0o755): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, '');
  await chmod(path, mode);
  return path;
}

test('it is found by any of its names, the small one first', async () => {
  const path = ['/nowhere', folder].join(delimiter);
  expect(findChromium(null, path)).toBeNull();
  const chromium = await program('chromium');
  expect(findChromium(null, path)).toBe(chromium);
  const shell = await program('chromium-headless-shell');
  expect(findChromium(null, path)).toBe(shell);
});

test('a setting is taken as it is, where there is a program', async () => {
  const chromium = await program('my-own');
  expect(findChromium(chromium, '')).toBe(chromium);
  expect(findChromium(join(folder, 'none'), folder)).toBeNull();
  expect(findChromium(folder, '')).toBeNull();
});

test('off is off, whatever is there', async () => {
  await program('chromium');
  expect(findChromium('off', folder)).toBeNull();
});
