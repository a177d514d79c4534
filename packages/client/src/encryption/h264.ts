/** What an H.264 stream in Annex B form (ITU-T H.264, B.1) needs to pass between two browsers. */
import type { Bytes } from './bytes.ts';

/** Types of NAL units that carry a picture: a slice, and a slice of a key frame. */
const SLICES: ReadonlySet<number> = new Set([1, 5]);

/** Where the first slice begins, with its NAL unit's header; null where there is none. */
export function firstSlice(data: Uint8Array): number | null {
  for (let index = 0; index + 3 < data.length; index += 1) {
    const starts = data[index] === 0 && data[index + 1] === 0 && data[index + 2] === 1;
    if (starts && SLICES.has((data.at(index + 3) ?? 0) & 0x1f)) return index + 3;
  }
  return null;
}

/**
 * Puts a 3 wherever these bytes, after those that stand before them, would look like the start of a
 * NAL unit, as encoders do (ITU-T H.264, 7.4.1): a packetizer would cut the frame there.
 */
export function escapeStarts(before: Uint8Array, bytes: Uint8Array): Bytes {
  const escaped: number[] = [];
  let zeros = zerosAtEnd(before);
  for (const byte of bytes) {
    if (zeros === 2 && byte <= 3) {
      escaped.push(3);
      zeros = 0;
    }
    escaped.push(byte);
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return Uint8Array.from(escaped);
}

/** The inverse of `escapeStarts`. */
export function unescapeStarts(before: Uint8Array, bytes: Uint8Array): Bytes {
  const plain: number[] = [];
  let zeros = zerosAtEnd(before);
  for (const byte of bytes) {
    if (zeros === 2 && byte === 3) {
      zeros = 0;
    } else {
      plain.push(byte);
      zeros = byte === 0 ? zeros + 1 : 0;
    }
  }
  return Uint8Array.from(plain);
}

function zerosAtEnd(bytes: Uint8Array): number {
  let zeros = 0;
  while (zeros < 2 && bytes.at(-1 - zeros) === 0) zeros += 1;
  return zeros;
}
