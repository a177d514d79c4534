import { createSecretKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MEMBER } from '@ottogi/protocol';
import { SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../clock.ts';
import { ConfigError } from '../config.ts';
import { readPrivate } from '../dataDir.ts';
import type { Access } from './Access.ts';
import { mintToken, type TokenWish } from './mintToken.ts';
import type { TokenKeySource } from './settings.ts';
import { TokenAccess } from './TokenAccess.ts';
import { tokenKey } from './tokenKey.ts';

const PARTIES = { audience: 'ottogi', issuer: 'https://id.example' };
const SECRET = randomBytes(32).toString('base64url');
const hmac = createSecretKey(Buffer.from(SECRET));
const ed25519 = generateKeyPairSync('ed25519');
const stranger = generateKeyPairSync('ed25519');
const SPKI = ed25519.publicKey.export({ type: 'spki', format: 'pem' }).toString();

const inAnHour = () => Date.now() + 3_600_000;
const wish = (more: Partial<TokenWish> = {}): TokenWish => ({
  grants: { rooms: ['Lounge'] },
  expiresAt: inAnHour(),
  ...more,
});

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ottogi-token-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function written(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

async function accessBy(source: TokenKeySource): Promise<Access> {
  return new TokenAccess(await tokenKey(source, folder), PARTIES, systemClock);
}

const bySecret = async () =>
  accessBy({ kind: 'secret', path: await written('secret', `${SECRET}\n`) });
const byPem = async () => accessBy({ kind: 'public', path: await written('key.pem', SPKI) });

const codeOf = (access: Access, token?: string) =>
  access.admit(token, '').then(
    () => 'admitted',
    (error: { code: string }) => error.code,
  );

test('a token says who its bearer is, and what they may do, and what is left out is usual', async () => {
  const expiresAt = Math.floor(inAnHour() / 1000) * 1000;
  const token = await mintToken(
    wish({ name: ' Ada ', subject: 'ada@example.org', expiresAt }),
    hmac,
    PARTIES,
  );
  expect(await (await bySecret()).admit(token, '')).toEqual({
    grants: { ...MEMBER, rooms: ['Lounge'], roomPatterns: [], name: 'Ada' },
    subject: 'https://id.example ada@example.org',
    expiresAt,
  });
});

test('every grant can be taken away, and those beyond a member’s be given', async () => {
  const grants = {
    rooms: [],
    roomPatterns: ['team-*'],
    publish: ['microphone'],
    subscribe: false,
    chat: false,
    moderate: true,
    admin: true,
  } as const;
  const token = await mintToken(
    wish({ grants: { ...grants, rooms: [], roomPatterns: ['team-*'], publish: ['microphone'] } }),
    hmac,
    PARTIES,
  );
  expect(await (await bySecret()).admit(token, '')).toMatchObject({
    grants: { ...grants, name: null },
    subject: null,
  });
});

describe('no token is taken', () => {
  const claims = { ottogi: { rooms: ['Lounge'] } };
  const sign = (payload: object, alg: string, key: KeyObject | Uint8Array) =>
    new SignJWT({ aud: 'ottogi', iss: 'https://id.example', ...claims, ...payload })
      .setProtectedHeader({ alg })
      .sign(key);
  const exp = Math.floor(inAnHour() / 1000);

  test.each([
    ['that is none', async () => 'nonsense'],
    ['that is nothing', async () => undefined],
    ['of another secret', () => mintToken(wish(), createSecretKey(randomBytes(32)), PARTIES)],
    ['for somebody else', () => mintToken(wish(), hmac, { ...PARTIES, audience: 'other' })],
    ['by somebody else', () => mintToken(wish(), hmac, { ...PARTIES, issuer: 'other' })],
    ['without an end', () => sign({}, 'HS256', hmac)],
    ['without an audience', () => sign({ aud: undefined, exp }, 'HS256', hmac)],
    ['without an issuer', () => sign({ iss: undefined, exp }, 'HS256', hmac)],
    ['that does not hold yet', () => sign({ exp, nbf: exp - 60 }, 'HS256', hmac)],
    ['of a larger hash', () => sign({ exp }, 'HS512', createSecretKey(randomBytes(64)))],
    ['without grants', () => sign({ ottogi: undefined, exp }, 'HS256', hmac)],
    ['whose grant is misspelt', () => sign({ ottogi: { subcribe: false }, exp }, 'HS256', hmac)],
    ['that grants no source', () => sign({ ottogi: { publish: ['radio'] }, exp }, 'HS256', hmac)],
    ['signed by a key pair', () => mintToken(wish(), ed25519.privateKey, PARTIES)],
  ])('%s', async (_which, token) => {
    expect(await codeOf(await bySecret(), await token())).toBe('tokenRefused');
  });

  test('that says of itself that it needs no signature', async () => {
    const unsigned = new UnsecuredJWT(claims)
      .setAudience('ottogi')
      .setIssuer('https://id.example')
      .setExpirationTime('1h')
      .encode();
    expect(await codeOf(await bySecret(), unsigned)).toBe('tokenRefused');
    expect(await codeOf(await byPem(), unsigned)).toBe('tokenRefused');
  });

  test('that takes the public key, which everybody knows, for a secret', async () => {
    const forged = await sign({ exp }, 'HS256', Buffer.from(SPKI));
    expect(await codeOf(await byPem(), forged)).toBe('tokenRefused');
  });

  test('whose time is over, and that is told', async () => {
    const over = await mintToken(wish({ expiresAt: Date.now() - 1000 }), hmac, PARTIES);
    expect(await codeOf(await bySecret(), over)).toBe('tokenExpired');
  });
});

test('a public key is read as PEM or JWK, and takes what its private key signed', async () => {
  const jwk = JSON.stringify(ed25519.publicKey.export({ format: 'jwk' }));
  const byJwk = await accessBy({ kind: 'public', path: await written('key.jwk', jwk) });
  const token = await mintToken(wish(), ed25519.privateKey, PARTIES);
  const forged = await mintToken(wish(), stranger.privateKey, PARTIES);
  for (const access of [await byPem(), byJwk]) {
    expect(await codeOf(access, token)).toBe('admitted');
    expect(await codeOf(access, forged)).toBe('tokenRefused');
  }
});

test('keys come from a JWKS, and where it cannot be had that is no fault of the token', async () => {
  let up = true;
  const jwks = { keys: [{ ...ed25519.publicKey.export({ format: 'jwk' }), kid: 'one' }] };
  const server = createServer((_request, answer) => {
    answer.writeHead(up ? 200 : 503, { 'content-type': 'application/json' });
    answer.end(JSON.stringify(jwks));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
  try {
    const token = await mintToken(wish(), ed25519.privateKey, PARTIES);
    const forged = await mintToken(wish(), stranger.privateKey, PARTIES);
    const known = await accessBy({ kind: 'jwks', url });
    expect(await codeOf(known, token)).toBe('admitted');
    expect(await codeOf(known, forged)).toBe('tokenRefused');
    expect(await codeOf(known, await mintToken(wish(), hmac, PARTIES))).toBe('tokenRefused');
    up = false;
    expect(await codeOf(known, token)).toBe('admitted');
    expect(await codeOf(await accessBy({ kind: 'jwks', url }), token)).toBe('accessUnavailable');
  } finally {
    server.close();
  }
});

test('where no key is named a secret is made once, for the server alone', async () => {
  await tokenKey({ kind: 'made' }, folder);
  const secret = await readPrivate(join(folder, 'token-secret'));
  const token = await mintToken(wish(), createSecretKey(Buffer.from(secret!.trim())), PARTIES);
  expect(await codeOf(await accessBy({ kind: 'made' }), token)).toBe('admitted');
});

test.each([
  ['secret', 'too short', 'OTTOGI_TOKEN_SECRET_FILE'],
  ['secret', SPKI, 'OTTOGI_TOKEN_SECRET_FILE'],
  ['secret', '{"kty":"oct","k":"AAAA"}', 'OTTOGI_TOKEN_SECRET_FILE'],
  ['public', SECRET, 'OTTOGI_TOKEN_PUBLIC_KEY_FILE'],
  ['public', '{"kty":"oct","k":"AAAA"}', 'OTTOGI_TOKEN_PUBLIC_KEY_FILE'],
  [
    'public',
    generateKeyPairSync('ec', { namedCurve: 'P-256' })
      .publicKey.export({ type: 'spki', format: 'pem' })
      .toString(),
    'OTTOGI_TOKEN_PUBLIC_KEY_FILE',
  ],
] as const)('a %s of another kind is refused at the start: %s', async (kind, text, variable) => {
  const path = await written('wrong', text);
  const error = await tokenKey({ kind, path }, folder).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ConfigError);
  expect((error as ConfigError).problems).toMatchObject([{ variable, value: path }]);
  const missing = tokenKey({ kind, path: join(folder, 'nowhere') }, folder);
  await expect(missing).rejects.toBeInstanceOf(ConfigError);
});
