import { expect, test } from 'vitest';
import { roomKey } from './names.ts';
import { personName, roomName } from './text.ts';

test.each([
  ['  Ada   Lovelace ', 'Ada Lovelace'],
  ['회의실', '회의실'],
  ['회의', '회의'],
  ['a\u202Egpj.exe', 'agpj.exe'],
  ['zero\u200Bwidth\u2060', 'zerowidth'],
  ['line\nbreak\ttab', 'line break tab'],
  ['👩‍👧', '👩‍👧'],
  ['<b>bold</b>', '<b>bold</b>'],
  ['e\u200B\u0301', '\u00e9'],
  ['❤️', '❤️'],
])('%j is shown as %j', (raw, shown) => {
  expect(personName.parse(raw)).toBe(shown);
});

test.each([
  ['\u3164'],
  ['\uFE0F'],
  ['\u2800'],
  ['\u115F\u1160'],
  [''],
  ['   '],
  ['\u200B\u200D'],
  ['\u0000'],
  ['\uD83D'],
  ['x'.repeat(65)],
  [7],
  [null],
])('%j is no name', (raw) => {
  expect(personName.safeParse(raw).success).toBe(false);
});

test('room names that differ in case or width are the same room', () => {
  expect(roomKey('lobby\u3164')).toBe(roomKey('lobby'));
  expect(roomKey('❤️')).toBe(roomKey('❤'));
  expect(roomKey('Ｌounge')).toBe(roomKey('lounge'));
  expect(roomName.parse('a/b%2F..')).toBe('a/b%2F..');
});
