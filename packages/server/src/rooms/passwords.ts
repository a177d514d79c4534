import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** About 50 ms and 16 MB a guess (https://www.rfc-editor.org/rfc/rfc7914, section 2). */
const COST = { N: 16_384, r: 8, p: 1 };
const KEY_BYTES = 32;

/** What is kept of a password: `scrypt$<salt>$<key>`, both in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive('making', password, salt);
  return `scrypt$${salt.toString('base64url')}$${key.toString('base64url')}`;
}

export async function isPassword(password: string, hash: string): Promise<boolean> {
  const [, salt = '', key = ''] = hash.split('$');
  const expected = Buffer.from(key, 'base64url');
  const given = await derive('checking', password, Buffer.from(salt, 'base64url'));
  return expected.length === given.length && timingSafeEqual(given, expected);
}

/**
 * One at a time of each kind: guessing must not take the threads that files and names are looked up
 * with, and whoever enters does not wait for those who make rooms.
 */
const lanes = { making: Promise.resolve(), checking: Promise.resolve() };

function derive(lane: keyof typeof lanes, password: string, salt: Buffer): Promise<Buffer> {
  const result = lanes[lane].then(() => deriveNow(password, salt));
  lanes[lane] = result.then(
    () => undefined,
    () => undefined,
  );
  return result;
}

function deriveNow(password: string, salt: Buffer): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  // What looks the same on two keyboards is the same password.
  scrypt(password.normalize('NFKC'), salt, KEY_BYTES, COST, (error, key) => {
    if (error) reject(error);
    else resolve(key);
  });
  return promise;
}
