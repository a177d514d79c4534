import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../clock.ts';
import { parseDuration } from './durations.ts';
import { TokenAccess } from './TokenAccess.ts';
import { tokenKey } from './tokenKey.ts';

const COMMAND = fileURLToPath(new URL('tokenCommand.ts', import.meta.url));
const OWN = { audience: 'ottogi', issuer: 'ottogi' };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ottogi-command-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function token(args: string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [COMMAND, ...args], {
    env: { ...process.env, OTTOGI_DATA_DIR: folder, ...env },
  });
  return stdout.trim();
}

test('a token of the command opens the server of the same data folder', async () => {
  const made = await token(
    '--room Lounge --rooms team-* --for 2h --name Ada --subject ada --publish microphone,camera --no-chat --moderate'.split(
      ' ',
    ),
  );
  const access = new TokenAccess(await tokenKey({ kind: 'made' }, folder), OWN, systemClock);
  const { grants, subject, expiresAt } = await access.admit(made);
  expect(grants).toEqual({
    rooms: ['Lounge'],
    roomPatterns: ['team-*'],
    name: 'Ada',
    publish: ['microphone', 'camera'],
    subscribe: true,
    chat: false,
    moderate: true,
    admin: false,
  });
  expect(subject).toBe('ottogi ada');
  expect(Math.abs(expiresAt! - Date.now() - 7_200_000)).toBeLessThan(60_000);
});

test('where the server has a public key, the private one signs; a link leads into the one room', async () => {
  const pair = generateKeyPairSync('ed25519');
  const [publicPath, privatePath] = [join(folder, 'public.pem'), join(folder, 'private.pem')];
  await writeFile(publicPath, pair.publicKey.export({ type: 'spki', format: 'pem' }));
  await writeFile(privatePath, pair.privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const env = { OTTOGI_TOKEN_PUBLIC_KEY_FILE: publicPath };
  const wish = ['--room', '회의 A', '--for', '7d', '--link', 'https://talk.example'];
  await expect(token(wish, env)).rejects.toThrow(/--key <file>/);
  const link = new URL(await token([...wish, '--key', privatePath], env));
  expect(decodeURIComponent(link.pathname)).toBe('/r/회의 A');
  const access = new TokenAccess(
    await tokenKey({ kind: 'public', path: publicPath }, folder),
    OWN,
    systemClock,
  );
  const { grants } = await access.admit(link.hash.replace('#token=', ''));
  expect(grants.rooms).toEqual(['회의 A']);
});

test.each([
  [['--room', 'Lounge'], '--for'],
  [['--for', '2h'], '--room'],
  [['--room', 'Lounge', '--for', 'ever'], '--for'],
  [['--room', 'Lounge', '--for', '2h', '--publish', 'radio'], 'publish'],
  [['--room', 'Lounge', '--for', '2h', '--moderator'], '--moderator'],
  [['--room', 'Lounge', '--for', '2h', '--link', 'here'], '--link'],
])('%j is a mistake, and it says where', async (args, named) => {
  await expect(token(args)).rejects.toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining(named),
  });
});

test.each([
  ['90m', 5_400_000],
  ['2h', 7_200_000],
  ['1d12h', 129_600_000],
  ['0h', null],
  ['2', null],
  ['2h ', null],
  ['-2h', null],
  ['', null],
])('%s is %j ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});
