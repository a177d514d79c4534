import { expect, test } from 'vitest';
import { type DataFrame, decodeData, encodeData } from './data.ts';
import { DATA_LABEL_MAX_BYTES, DATA_MAX_BYTES } from './limits.ts';

const MESSAGE: DataFrame = {
  kind: 'message',
  ends: [
    { peerId: 'a-peer_1', seq: 4_294_967_295, base: 7 },
    { peerId: 'x'.repeat(64), seq: 1, base: 1 },
  ],
  label: '손 ✋',
  bytes: new Uint8Array([0, 1, 254, 255]),
};

test('what is encoded is decoded to the same', () => {
  const frames: DataFrame[] = [
    MESSAGE,
    { kind: 'message', ends: [], label: '', bytes: new Uint8Array() },
    { kind: 'received', ends: MESSAGE.ends, label: '', bytes: new Uint8Array() },
    { ...MESSAGE, label: 'l'.repeat(DATA_LABEL_MAX_BYTES), bytes: new Uint8Array(DATA_MAX_BYTES) },
  ];
  for (const frame of frames) expect(decodeData(encodeData(frame))).toEqual(frame);
});

test('a thousand ends and the largest message fit into one frame', () => {
  const ends = Array.from({ length: 1_000 }, () => ({ peerId: 'x'.repeat(64), seq: 1, base: 1 }));
  const frame = { ...MESSAGE, ends, bytes: new Uint8Array(DATA_MAX_BYTES) };
  expect(decodeData(encodeData(frame))).toEqual(frame);
});

test('a part of a larger buffer is read as what it is', () => {
  const encoded = encodeData(MESSAGE);
  const buffer = new Uint8Array(encoded.length + 20);
  buffer.set(encoded, 10);
  expect(decodeData(buffer.subarray(10, 10 + encoded.length))).toEqual(MESSAGE);
});

test('what is cut short anywhere before its message, or too large, is no frame', () => {
  const encoded = encodeData(MESSAGE);
  const head = encoded.length - MESSAGE.bytes.length;
  for (let length = 0; length < head; length += 1) {
    expect(decodeData(encoded.subarray(0, length))).toBeNull();
  }
  const tooLong = { ...MESSAGE, bytes: new Uint8Array(DATA_MAX_BYTES + 1) };
  expect(decodeData(encodeData(tooLong))).toBeNull();
  expect(decodeData(encodeData({ ...MESSAGE, label: 'l'.repeat(65) }))).toBeNull();
});

test('another version, an unknown kind, a strange id, a label that is no text: no frame', () => {
  const changed = (at: number, value: number) => {
    const encoded = encodeData(MESSAGE);
    encoded[at] = value;
    return decodeData(encoded);
  };
  expect(changed(0, 2)).toBeNull();
  expect(changed(1, 9)).toBeNull();
  expect(changed(5, ' '.charCodeAt(0))).toBeNull();
  const labelAt = encodeData({ ...MESSAGE, label: '', bytes: new Uint8Array() }).length;
  expect(changed(labelAt, 0xff)).toBeNull();
  expect(
    decodeData(encodeData({ ...MESSAGE, ends: [{ peerId: '', seq: 0, base: 0 }] })),
  ).toBeNull();
});

test('no bytes whatever make it throw', () => {
  let state = 1;
  const random = () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) >>> 8;
  for (let round = 0; round < 4_000; round += 1) {
    const bytes = encodeData(MESSAGE);
    for (let change = random() % 5; change >= 0; change -= 1) {
      bytes[random() % bytes.length] = random() % 256;
    }
    expect(() => decodeData(bytes.subarray(0, random() % (bytes.length + 1)))).not.toThrow();
  }
});
