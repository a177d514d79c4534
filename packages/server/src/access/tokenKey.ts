import { createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import { ConfigError } from '../config.ts';
import { keptSecret } from '../dataDir.ts';
import type { TokenKeySource } from './settings.ts';

export interface TokenKey {
  /** By the kind of the key alone: what a token says of itself decides nothing (RFC 8725, 3.1). */
  readonly algorithms: string[];
  readonly key: KeyObject | JWTVerifyGetKey;
}

const HMAC = ['HS256'];

/** The same signature by its old name and its new one (RFC 9864). */
const EDDSA = ['EdDSA', 'Ed25519'];

/** As long as the hash (RFC 7518, 3.2). */
const SECRET_MIN_BYTES = 32;

const MADE_SECRET = /^[\w-]{43}$/;

/** @throws ConfigError where a key cannot be read, or is of another kind. */
export async function tokenKey(source: TokenKeySource, dataDir: string): Promise<TokenKey> {
  switch (source.kind) {
    case 'made':
      return { algorithms: HMAC, key: secretKey(await madeSecret(dataDir)) };
    case 'secret':
      return { algorithms: HMAC, key: await readSecret(source.path) };
    case 'public':
      return { algorithms: EDDSA, key: await readPublicKey(source.path) };
    case 'jwks':
      return { algorithms: EDDSA, key: createRemoteJWKSet(new URL(source.url)) };
  }
}

/**
 * What the tokens of this server are signed with; null where that is somebody else's private key.
 * @throws ConfigError
 */
export async function signingKey(
  source: TokenKeySource,
  dataDir: string,
): Promise<KeyObject | null> {
  switch (source.kind) {
    case 'made':
      return secretKey(await madeSecret(dataDir));
    case 'secret':
      return readSecret(source.path);
    case 'public':
    case 'jwks':
      return null;
  }
}

async function madeSecret(dataDir: string): Promise<string> {
  return (await keptSecret(dataDir, 'token-secret', MADE_SECRET, SECRET_MIN_BYTES)).secret;
}

function secretKey(text: string): KeyObject {
  return createSecretKey(Buffer.from(text.trim()));
}

async function readSecret(path: string): Promise<KeyObject> {
  const allowed = (why: string) => refusal('OTTOGI_TOKEN_SECRET_FILE', path, why);
  const text = await read(path, allowed);
  // A public key that was taken for a secret would be one that everybody knows.
  if (/^\s*(-----BEGIN|\{)/.test(text)) {
    throw allowed('a secret; a key in PEM or JWK goes into OTTOGI_TOKEN_PUBLIC_KEY_FILE');
  }
  const key = secretKey(text);
  if ((key.symmetricKeySize ?? 0) >= SECRET_MIN_BYTES) return key;
  throw allowed(`a file with a secret of ${SECRET_MIN_BYTES} bytes or more`);
}

async function readPublicKey(path: string): Promise<KeyObject> {
  const allowed = (why: string) => refusal('OTTOGI_TOKEN_PUBLIC_KEY_FILE', path, why);
  const text = await read(path, allowed);
  try {
    const key = text.trimStart().startsWith('{')
      ? createPublicKey({ key: JSON.parse(text), format: 'jwk' })
      : createPublicKey(text);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Told below, like a key of another kind.
  }
  throw allowed('a file with an Ed25519 public key, as PEM or JWK');
}

async function read(path: string, allowed: (why: string) => ConfigError): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw allowed(`a file that can be read (${(error as Error).message})`);
  }
}

function refusal(variable: string, value: string, allowed: string): ConfigError {
  return new ConfigError([{ variable, value, allowed }]);
}
