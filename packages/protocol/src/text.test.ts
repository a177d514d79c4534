import { expect, test } from 'vitest';
import { roomKey } from './names.ts';
import { messageText, personName, roomName } from './text.ts';

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
  ['1\uFE0F\u20E3', '1\uFE0F\u20E3'],
  ['🏳\uFE0F\u200D🌈', '🏳\uFE0F\u200D🌈'],
  ['👩🏽\u200D🚀', '👩🏽\u200D🚀'],
  ['ශ\u0DCA\u200Dරී', 'ශ\u0DCA\u200Dරී'],
  // Between letters they do nothing but make another name of the same looks.
  ['A\u200Dda', 'Ada'],
  ['Ad\uFE0Fa\u200D', 'Ada'],
  ['1\uFE0F', '1'],
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

test.each([
  ['two\r\nlines\rand\tmore', 'two\nlines\nand\tmore'],
  ['a\u202Eb\u2066c', 'abc'],
  ['\uFEFF\u0000 x \u200B', 'x'],
  ['👩\u200D👧 ❤\uFE0F', '👩\u200D👧 ❤\uFE0F'],
  // A flag that is spelt with tags, and Persian with its joiner.
  ['🏴\u{E0067}\u{E0062}\u{E007F}', '🏴\u{E0067}\u{E0062}\u{E007F}'],
  ['a\u{E0067}\u{E007F}b🏴', 'ab🏴'],
  ['می\u200Cخواهم', 'می\u200Cخواهم'],
  ['\u200D\uFE0F', ''],
])('the message %j is shown as %j', (raw, shown) => {
  expect(messageText.parse(raw)).toBe(shown);
});
