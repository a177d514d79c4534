/**
 * A sealed frame on the wire:
 *
 *     clear bytes ‖ ciphertext ‖ tag (16) ‖ SFrame header ‖ length of the header (1)
 *
 * SFrame (RFC 9605) has its header in front, where codecs keep what an SFU reads, so it comes last
 * here. The clear bytes and the source are part of what the tag proves, as SFrame's `metadata`.
 */
import { SOURCES, type Source } from '@ottogi/protocol';
import { type Bytes, concat } from './bytes.ts';
import { type Codec, type Parts, partsOf } from './codecs.ts';
import { escapeStarts, unescapeStarts } from './h264.ts';
import { decodeHeader } from './sframe.ts';

/** What a stream carries: fixed for its life. */
export interface StreamKind {
  readonly source: Source;
  readonly codec: Codec;
}

/** A sealed frame, taken apart. */
export interface SealedParts {
  readonly kid: number;
  readonly counter: number;
  readonly clear: Bytes;
  readonly ciphertext: Bytes;
  readonly additionalData: Bytes;
}

export function proved(
  header: Uint8Array,
  kind: StreamKind,
  data: Uint8Array,
  parts: Parts,
): Bytes {
  const source = Uint8Array.of(SOURCES.indexOf(kind.source));
  return concat(header, source, data.subarray(parts.provedFrom, parts.clear));
}

export function joinSealed(
  { codec }: StreamKind,
  clear: Uint8Array,
  ciphertext: Uint8Array,
  header: Uint8Array,
): Bytes {
  const sealed = concat(ciphertext, header, Uint8Array.of(header.length));
  return concat(clear, codec === 'h264' ? escapeStarts(clear, sealed) : sealed);
}

/** Null for what is no sealed frame. */
export function partSealed(kind: StreamKind, data: Uint8Array): SealedParts | null {
  const parts = partsOf(kind.codec, data);
  if (!parts) return null;
  const clear = data.slice(0, parts.clear);
  const rest = data.subarray(parts.clear);
  const sealed = kind.codec === 'h264' ? unescapeStarts(clear, rest) : rest;
  const headerEnd = sealed.length - 1;
  const headerStart = headerEnd - (sealed.at(-1) ?? 0);
  if (headerStart < 0) return null;
  const header = sealed.subarray(headerStart, headerEnd);
  const numbers = decodeHeader(header);
  if (!numbers) return null;
  const additionalData = proved(header, kind, data, parts);
  return { ...numbers, clear, ciphertext: sealed.slice(0, headerStart), additionalData };
}
