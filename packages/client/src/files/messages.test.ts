import { expect, test } from 'vitest';
import { createId } from '../random.ts';
import { cleanFileName, decodePart, decodeWord, encodePart, encodeWord } from './messages.ts';
import { HAND_OVER_MAX_BYTES } from './Transfer.ts';

const transferId = createId();
const offer = { kind: 'offer', transferId, name: '사진.jpg', sizeBytes: 3 } as const;
const end = { kind: 'end', transferId, sha256: 'a'.repeat(64) } as const;

test('what is said is what is heard', () => {
  const plain = ['accept', 'refuse', 'cancel', 'received', 'damaged'] as const;
  for (const word of [offer, end, ...plain.map((kind) => ({ kind, transferId }))]) {
    expect(decodeWord(encodeWord(word))).toEqual(word);
  }
  const bytes = Uint8Array.from([1, 2, 3]);
  expect(decodePart(encodePart(transferId, bytes))).toEqual({ transferId, bytes });
});

test.each([
  '',
  'null',
  '{',
  { ...offer, transferId: 'short' },
  { ...offer, name: 3 },
  { ...offer, sizeBytes: -1 },
  { ...offer, sizeBytes: 1.5 },
  { ...offer, sizeBytes: HAND_OVER_MAX_BYTES + 1 },
  { ...end, sha256: 'abc' },
  { kind: 'dance', transferId },
])('%j is no word', (said) => {
  const text = typeof said === 'string' ? said : JSON.stringify(said);
  expect(decodeWord(new TextEncoder().encode(text))).toBeNull();
});

test.each([
  ['photo.jpg', 'photo.jpg'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\secret\\plan.txt', 'plan.txt'],
  ['photo\u202Egpj.exe', 'photogpj.exe'],
  ['a\nb', 'a b'],
  ['', 'file'],
  ['..\u200b/', 'file'],
  ['\ud800x', '\ufffdx'],
])('a file named %j is shown as %j', (given, shown) => {
  expect(cleanFileName(given)).toBe(shown);
});
