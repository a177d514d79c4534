/** What the people of a room have in common, and the server has not. */
import { type Bytes, concat, utf8 } from './bytes.ts';
import { createId } from '../random.ts';

/**
 * For a passphrase that people make up (OWASP's number for PBKDF2-HMAC-SHA256). One that was made at
 * random needs none of it, and costs the same quarter of a second.
 */
const ROUNDS = 600_000;

const DIGITS = 30n;

/** So many that no two calls are made to have the same code (encryption.md). */
const CODE_ROUNDS = 100_000;

/** A secret for a room: 128 random bits, to be put into links after `#key=`. */
export function createRoomSecret(): string {
  return createId();
}

/** Whatever was typed, or came by a link: in which form of Unicode, with what around it, does not count. */
export function cleanRoomSecret(text: string): string {
  return text.normalize('NFKC').trim();
}

/** 256 bits that only those know who know the secret; another room has others. */
export function deriveRoomKey(secret: string, roomId: string): Promise<Bytes> {
  return stretch(cleanRoomSecret(secret), `ottogi encryption 1 room ${roomId}`, ROUNDS);
}

/** Who is in a call: their ids, and what they were known by there. */
export type Fingerprint = readonly (readonly [peerId: string, publicKey: string])[];

/** Six groups of five digits: the same for everybody who has the same keys of the same people. */
export async function shortCode(roomId: string, members: Fingerprint): Promise<string> {
  const ordered = members.toSorted(([a], [b]) => (a < b ? -1 : 1));
  const bytes = await stretch(
    JSON.stringify([roomId, ordered]),
    'ottogi encryption 1 code',
    CODE_ROUNDS,
  );
  const number = bytes.reduce((value, byte) => value * 256n + BigInt(byte), 0n) % 10n ** DIGITS;
  const digits = number.toString().padStart(Number(DIGITS), '0');
  return digits.match(/\d{5}/g)!.join(' ');
}

/** The key with which one peer seals messages for another: they alone have it, and only in this room. */
export async function derivePairKey(
  sharedBits: ArrayBuffer,
  roomKey: Bytes,
  about: { roomId: string; from: readonly [string, string]; to: readonly [string, string] },
): Promise<CryptoKey> {
  const { roomId, from, to } = about;
  // As JSON, so that no two of these are written alike.
  const named = utf8(JSON.stringify([roomId, from, to]));
  const info = concat(utf8('ottogi encryption 1 pair '), named);
  const key = await crypto.subtle.importKey('raw', sharedBits, 'HKDF', false, ['deriveKey']);
  const parameters = { name: 'HKDF', hash: 'SHA-256', salt: roomKey, info };
  const wanted = { name: 'AES-GCM', length: 256 };
  return crypto.subtle.deriveKey(parameters, key, wanted, false, ['encrypt', 'decrypt']);
}

async function stretch(text: string, salt: string, iterations: number): Promise<Bytes> {
  const key = await crypto.subtle.importKey('raw', utf8(text), 'PBKDF2', false, ['deriveBits']);
  const parameters = { name: 'PBKDF2', hash: 'SHA-256', salt: utf8(salt), iterations };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, key, 256));
}
