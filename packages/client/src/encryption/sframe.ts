/**
 * Keys, nonces and headers of SFrame (RFC 9605), cipher suite AES_256_GCM_SHA512_128. What differs
 * is where the header stands in a frame: see `frameFormat.ts`.
 */
import { type Bytes, bigEndian, concat, fromBigEndian, utf8 } from './bytes.ts';

const CIPHER_SUITE = bigEndian(5, 2);
const HASH = 'SHA-512';
const KEY_BITS = 256;
const SALT_BITS = 96;
const NO_SALT = new Uint8Array();

/** Of a base key: as long as the hash (`Nh`). */
export const BASE_KEY_BYTES = 64;

export const TAG_BYTES = 16;

/** What frames are sealed and opened with. */
export interface FrameKey {
  readonly kid: number;
  readonly key: CryptoKey;
  readonly salt: Bytes;
}

/** RFC 9605, section 4.4.2. */
export async function deriveFrameKey(baseKey: Bytes, kid: number): Promise<FrameKey> {
  const about = concat(bigEndian(kid, 8), CIPHER_SUITE);
  const [key, salt] = await Promise.all([
    expand(baseKey, concat(utf8('SFrame 1.0 Secret key '), about), KEY_BITS),
    expand(baseKey, concat(utf8('SFrame 1.0 Secret salt '), about), SALT_BITS),
  ]);
  const usages: KeyUsage[] = ['encrypt', 'decrypt'];
  return { kid, key: await crypto.subtle.importKey('raw', key, 'AES-GCM', false, usages), salt };
}

/** The base key that follows this one, and says nothing about it (RFC 9605, section 5.1). */
export function ratchet(baseKey: Bytes): Promise<Bytes> {
  return expand(baseKey, utf8('SFrame 1.0 Ratchet'), BASE_KEY_BYTES * 8);
}

/** RFC 9605, section 4.4.3: never the same for two counters. */
export function nonceOf(salt: Bytes, counter: number): Bytes {
  const padded = bigEndian(counter, salt.length);
  return salt.map((byte, index) => byte ^ (padded[index] ?? 0));
}

/** RFC 9605, section 4.3: a byte that says how long both are, where they do not fit into it. */
export function encodeHeader(kid: number, counter: number): Bytes {
  const [kidPart, counterPart] = [encodeField(kid), encodeField(counter)];
  const config = (kidPart.bits << 4) | counterPart.bits;
  return concat(Uint8Array.of(config), kidPart.bytes, counterPart.bytes);
}

/** Null for what is no header. */
export function decodeHeader(header: Uint8Array): { kid: number; counter: number } | null {
  const [config] = header;
  if (config === undefined) return null;
  const kidBytes = fieldLength(config >> 4);
  const counterBytes = fieldLength(config & 0x0f);
  if (header.length !== 1 + kidBytes + counterBytes) return null;
  const kid = kidBytes === 0 ? config >> 4 : fromBigEndian(header.subarray(1, 1 + kidBytes));
  const counter = counterBytes === 0 ? config & 0x0f : fromBigEndian(header.subarray(1 + kidBytes));
  return { kid, counter };
}

/** Small numbers stand in the header's first byte, larger ones behind it. */
function encodeField(value: number): { bits: number; bytes: Uint8Array } {
  if (value < 8) return { bits: value, bytes: NO_SALT };
  let length = 1;
  while (value >= 256 ** length) length += 1;
  return { bits: 0b1000 | (length - 1), bytes: bigEndian(value, length) };
}

function fieldLength(bits: number): number {
  return bits & 0b1000 ? (bits & 0b0111) + 1 : 0;
}

async function expand(baseKey: Bytes, info: Bytes, bits: number): Promise<Bytes> {
  const key = await crypto.subtle.importKey('raw', baseKey, 'HKDF', false, ['deriveBits']);
  const parameters = { name: 'HKDF', hash: HASH, salt: NO_SALT, info };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, key, bits));
}
