import { chmod, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { randomBytes } from 'node:crypto';

/** What a token may look like, whoever made it. */
export const ADMIN_TOKEN = /^[\x21-\x7e]{16,256}$/;

const KEY_BYTES = 32;

/** As many bytes in base64url. */
const KEY = /^[\w-]{43}$/;

/**
 * A file of the data folder, or null where there is none yet. Any other failure (no permission, a
 * folder in its place) rejects: to go on would be to overwrite what is there.
 */
export async function readPrivate(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Writes a file that its owner alone may read, whole or not at all. */
export async function writePrivate(path: string, content: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomBytes(6).toString('hex')}.new`;
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/**
 * A secret of the data folder that its owner alone may read, in base64url: made of so many random
 * bytes where there is none yet, or none of this shape, and the same ever after.
 */
export async function keptSecret(
  dataDir: string,
  name: string,
  shape: RegExp,
  bytes: number,
): Promise<{ secret: string; path: string }> {
  const path = join(dataDir, name);
  const kept = (await readPrivate(path))?.trim();
  if (kept && shape.test(kept)) {
    // Copied by hand or out of a backup it may have become readable to others.
    await chmod(path, 0o600);
    return { secret: kept, path };
  }
  const secret = randomBytes(bytes).toString('base64url');
  await writePrivate(path, `${secret}\n`);
  return { secret, path };
}

/** The token that opens `GET /api/state`. */
export async function keptAdminToken(dataDir: string): Promise<{ token: string; path: string }> {
  const { secret, path } = await keptSecret(dataDir, 'admin-token', ADMIN_TOKEN, 24);
  return { token: secret, path };
}

/** A key of 256 bits: made at the first start, the same ever after. */
export async function keptKey(dataDir: string, name: string): Promise<Uint8Array> {
  const { secret } = await keptSecret(dataDir, name, KEY, KEY_BYTES);
  return Buffer.from(secret, 'base64url');
}
