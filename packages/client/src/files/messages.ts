/**
 * What two ends of a hand-over say to each other: words as JSON under the one label, parts of a file
 * under the other, each behind the id that it belongs to. In order, which `DataExchange` sees to.
 */
import { cleanName, OWN_LABELS } from '@ottogi/protocol';
import { fields } from '../settings.ts';
import { HAND_OVER_MAX_BYTES } from './Transfer.ts';

export const WORD_LABEL = `${OWN_LABELS}file`;
export const PART_LABEL = `${OWN_LABELS}filePart`;

/** Far less than a message may be, so that others need not wait behind it for long. */
export const PART_BYTES = 16 * 1024;

const NAME_MAX_LENGTH = 255;
/** As `createId` makes them: 16 bytes in base64url. */
const ID = /^[\w-]{22}$/;
const ID_BYTES = 22;
const SHA256 = /^[0-9a-f]{64}$/;

/** Words that are about nothing but a transfer that both know. */
const PLAIN = ['accept', 'refuse', 'cancel', 'received', 'damaged'] as const;

/**
 * The sender offers, and says at the `end` what all of it amounts to. The receiver accepts or
 * refuses, and at last says that it is `received`, or `damaged`. Either may cancel.
 */
export type Word =
  | { kind: 'offer'; transferId: string; name: string; sizeBytes: number }
  | { kind: 'end'; transferId: string; sha256: string }
  | { kind: (typeof PLAIN)[number]; transferId: string };

export function encodeWord(word: Word): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(word));
}

/** Null for whatever is no such word: of a later version, or nobody's. */
export function decodeWord(bytes: Uint8Array): Word | null {
  const { kind, transferId, name, sizeBytes, sha256 } = fields(parsed(bytes));
  if (typeof transferId !== 'string' || !ID.test(transferId)) return null;
  if (kind === 'offer') {
    if (typeof name !== 'string' || !isSize(sizeBytes)) return null;
    return { kind, transferId, name: cleanFileName(name), sizeBytes };
  }
  if (kind === 'end') {
    return typeof sha256 === 'string' && SHA256.test(sha256) ? { kind, transferId, sha256 } : null;
  }
  const plain = PLAIN.find((each) => each === kind);
  return plain ? { kind: plain, transferId } : null;
}

export function encodePart(transferId: string, bytes: Uint8Array): Uint8Array {
  const part = new Uint8Array(ID_BYTES + bytes.length);
  new TextEncoder().encodeInto(transferId, part);
  part.set(bytes, ID_BYTES);
  return part;
}

export function decodePart(part: Uint8Array): { transferId: string; bytes: Uint8Array } {
  const transferId = new TextDecoder().decode(part.subarray(0, ID_BYTES));
  return { transferId, bytes: part.subarray(ID_BYTES) };
}

/** A name without a path, and without what would make it look like another one. */
export function cleanFileName(name: string): string {
  const [last = ''] = name.toWellFormed().split(/[/\\]/).slice(-1);
  return cleanName(last).slice(0, NAME_MAX_LENGTH).toWellFormed() || 'file';
}

function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= HAND_OVER_MAX_BYTES;
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}
