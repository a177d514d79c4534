/** What goes over data channels. Apart from the schemas, so that a page can use it without the validator. */
import { DATA_FRAME_MAX_BYTES, DATA_LABEL_MAX_BYTES, DATA_MAX_BYTES } from './limits.ts';

const VERSION = 1;

/** Version, kind, and how many ends there are. */
const HEAD_BYTES = 4;
const NUMBERS_BYTES = 8;
const ID = /^[\w-]{1,64}$/;

/** Their places in the list are on the wire: what is new comes last. */
const KINDS = ['message', 'received', 'unreachable'] as const;

/**
 * `message` is what somebody sends. `received` says up to which ordered message all has come, so that
 * no more of it is kept to be sent again. `unreachable`, of the server alone: to these nothing goes.
 */
export type DataKind = (typeof KINDS)[number];

/** Towards the server whom it is for, and from there, or over a link, who it is from. */
export interface DataEnd {
  peerId: string;
  /** Counts ordered messages from one peer to one other, from 1; 0 for what is in no order. */
  seq: number;
  /** The first of them that may be missing still: nobody waits for those before it. */
  base: number;
}

export interface DataFrame {
  kind: DataKind;
  /** None: for everybody in the call, in no order. */
  ends: readonly DataEnd[];
  /** What it is about, in the words of whoever sends it. */
  label: string;
  bytes: Uint8Array;
}

/** Labels that begin so are the SDK's own. */
export const OWN_LABELS = 'ottogi:';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** How many bytes a label has on the wire. */
export function labelBytes(label: string): number {
  return encoder.encode(label).length;
}

/**
 * All numbers big-endian: version (8 bits), kind (8), count of ends (16); for each end the length of
 * its id (8), the id, `seq` (32) and `base` (32); the length of the label (8), the label in UTF-8;
 * and the rest is the message.
 */
export function encodeData({ kind, ends, label, bytes }: DataFrame): Uint8Array<ArrayBuffer> {
  const ids = ends.map(({ peerId }) => encoder.encode(peerId));
  const name = encoder.encode(label);
  const endsBytes = ids.reduce((sum, { length }) => sum + 1 + length + NUMBERS_BYTES, 0);
  const frame = new Uint8Array(HEAD_BYTES + endsBytes + 1 + name.length + bytes.length);
  const view = new DataView(frame.buffer);
  view.setUint8(0, VERSION);
  view.setUint8(1, KINDS.indexOf(kind));
  view.setUint16(2, ends.length);
  let at = HEAD_BYTES;
  for (const [index, { seq, base }] of ends.entries()) {
    const id = ids[index] ?? new Uint8Array();
    view.setUint8(at, id.length);
    frame.set(id, at + 1);
    view.setUint32(at + 1 + id.length, seq);
    view.setUint32(at + 5 + id.length, base);
    at += 1 + id.length + NUMBERS_BYTES;
  }
  view.setUint8(at, name.length);
  frame.set(name, at + 1);
  frame.set(bytes, at + 1 + name.length);
  return frame;
}

/**
 * What somebody sent, without a copy: its `bytes` are a part of the frame. Null for whatever is no
 * such frame, or larger than one may be.
 */
export function decodeData(frame: Uint8Array): DataFrame | null {
  if (frame.length > DATA_FRAME_MAX_BYTES) return null;
  try {
    return read(frame);
  } catch {
    // It ends too early, or its label is no UTF-8.
    return null;
  }
}

function read(frame: Uint8Array): DataFrame | null {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const kind = KINDS[view.getUint8(1)];
  if (view.getUint8(0) !== VERSION || !kind) return null;
  const ends: DataEnd[] = [];
  let at = HEAD_BYTES;
  for (let left = view.getUint16(2); left > 0; left -= 1) {
    const length = view.getUint8(at);
    const peerId = decoder.decode(frame.subarray(at + 1, at + 1 + length));
    if (!ID.test(peerId)) return null;
    const [seq, base] = [view.getUint32(at + 1 + length), view.getUint32(at + 5 + length)];
    ends.push({ peerId, seq, base });
    at += 1 + length + NUMBERS_BYTES;
  }
  const length = view.getUint8(at);
  const start = at + 1 + length;
  const bytes = frame.subarray(start);
  if (length > DATA_LABEL_MAX_BYTES || start > frame.length || bytes.length > DATA_MAX_BYTES) {
    return null;
  }
  return { kind, ends, label: decoder.decode(frame.subarray(at + 1, start)), bytes };
}
