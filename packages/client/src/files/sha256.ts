import { ClientError } from '../errors.ts';

/** SHA-256 (FIPS 180-4) that takes piece by piece, which that of Web Crypto does not. */
export interface Sha256 {
  update(bytes: Uint8Array): unknown;
  /** Once, in hexadecimal digits. */
  hex(): string;
}

/** It comes with the first file. @throws ClientError `loadFailed` */
export async function createSha256(): Promise<Sha256> {
  const [{ sha256 }, { bytesToHex }] = await load();
  const hash = sha256.create();
  return {
    update: (bytes) => hash.update(bytes),
    hex: () => bytesToHex(hash.digest()),
  };
}

async function load() {
  try {
    return await Promise.all([import('@noble/hashes/sha2.js'), import('@noble/hashes/utils.js')]);
  } catch (cause) {
    throw new ClientError('loadFailed', 'what compares files could not be loaded', { cause });
  }
}
