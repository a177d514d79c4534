import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../clock.ts';
import type { TokenKeySource } from './settings.ts';
import { TokenAccess } from './TokenAccess.ts';
import { tokenKey } from './tokenKey.ts';

const PAGE = new URL('../../../../docs/access.md', import.meta.url);
const OWN = { audience: 'ottogi', issuer: 'ottogi' };
const NO_PYTHON = spawnSync('python3', ['--version']).status !== 0;

let folder: string;
let page: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ottogi-documentation-'));
  page = await readFile(PAGE, 'utf8');
});
afterAll(() => rm(folder, { recursive: true }));

/** What the page has in this language, run as its reader would. */
async function run(language: string, command: string, name: string, key: string): Promise<string> {
  const [, code = ''] = new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(page) ?? [];
  const path = join(folder, name);
  await writeFile(path, code);
  const { stdout, stderr } = spawnSync(command, [path, key], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.trim();
}

async function admits(source: TokenKeySource, token: string): Promise<void> {
  const access = new TokenAccess(await tokenKey(source, folder), OWN, systemClock);
  const { grants } = await access.admit(token);
  expect(grants).toMatchObject({ name: 'Ada', rooms: ['Lounge'] });
}

test.skipIf(NO_PYTHON)('the Python of the page signs what the server takes', async () => {
  const path = join(folder, 'secret');
  await writeFile(path, `${randomBytes(32).toString('base64url')}\n`);
  await admits({ kind: 'secret', path }, await run('python', 'python3', 'sign.py', path));
});

test('the JavaScript of the page signs what the server takes', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const [path, secret] = [join(folder, 'public.pem'), join(folder, 'private.pem')];
  await writeFile(path, publicKey.export({ type: 'spki', format: 'pem' }));
  await writeFile(secret, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  await admits({ kind: 'public', path }, await run('js', process.execPath, 'sign.mjs', secret));
});
