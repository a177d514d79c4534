import { beforeEach, describe, expect, test } from 'vitest';
import { IN_MEMORY, openDatabase } from '../openDatabase.ts';
import { aMessage, aRoom } from '../testing/records.ts';
import type { Operations } from './operation.ts';
import { operationsOn } from './operations.ts';

let store: Operations;
beforeEach(() => {
  store = operationsOn(openDatabase({ path: IN_MEMORY, busyTimeoutMs: 0 }));
  store.putRoom(aRoom());
});

function post(...texts: string[]): void {
  const start = store.rooms()[0]?.lastMessageSeq ?? 0;
  for (const [index, text] of texts.entries()) {
    store.postMessage(aMessage(`m${start + index}`, { text }));
  }
}

function found(text: string, options: { before?: number; limit?: number } = {}): string[] {
  return store
    .searchMessages('lounge', text, { limit: 1_000, ...options })
    .map((message) => message.text);
}

test('a word of two letters is found, and a part of one', () => {
  post('내일 회의 있어요', '회의록입니다', '정기회의는', '회 의', 'no meeting');
  expect(found('회의')).toEqual(['정기회의는', '회의록입니다', '내일 회의 있어요']);
  expect(found('의')).toEqual(['회 의', '정기회의는', '회의록입니다', '내일 회의 있어요']);
});

test('all words must be there, in any order, each within one word', () => {
  post('red apple', 'green apple', 'red pear');
  expect(found('APP re')).toEqual(['green apple', 'red apple']);
  expect(found('apple red')).toEqual(['red apple']);
  expect(found('dapple')).toEqual([]);
});

test.each([
  '"',
  '*',
  'a" OR "b',
  'NEAR(a b)',
  'room:x',
  '^a',
  '-',
  '{',
  ')',
  "';--",
  'AND',
  '🎉',
  '❤️',
])('what looks like query syntax is text: %s', (text) => {
  post(`before${text}after`, 'something else');
  expect(found(text)).toEqual([`before${text}after`]);
});

test('the newest come first, page by page', () => {
  post(...Array.from({ length: 10 }, (_, index) => `number ${index + 1}`));
  expect(found('number', { limit: 3 })).toEqual(['number 10', 'number 9', 'number 8']);
  expect(found('number', { limit: 3, before: 8 })).toEqual(['number 7', 'number 6', 'number 5']);
  expect(found('number', { before: 1 })).toEqual([]);
});

test('other rooms are not searched', () => {
  store.putRoom(aRoom('kitchen'));
  post('a secret');
  store.postMessage(aMessage('k', { roomId: 'kitchen', text: 'a kitchen secret' }));
  expect(found('secret')).toEqual(['a secret']);
});

test('what was edited is found by its new text only, what was deleted by none', () => {
  post('apples', 'pears');
  store.editMessage('lounge', 1, { text: 'plums', at: 1 });
  store.deleteMessage('lounge', 2, 1);
  expect(found('app')).toEqual([]);
  expect(found('plum')).toEqual(['plums']);
  expect(found('p')).toEqual(['plums']);
  store.deleteRoom('lounge');
  store.putRoom(aRoom());
  expect(found('p')).toEqual([]);
});

test('the longest texts and the longest queries are no trouble', () => {
  const longest = '가나다라'.repeat(1_000);
  // One character that is written with 18.
  post(longest, '\uFDFA'.repeat(4_000));
  expect(found('라가'.repeat(100))).toEqual([]);
  expect(found('가나다라'.repeat(50))).toEqual([longest]);
  expect(
    found(
      Array.from({ length: 100 }, (_, index) => String.fromCodePoint(0x3000 + index)).join(' '),
    ),
  ).toEqual([]);
});

describe('it finds what a look at every text would find', () => {
  const LETTERS = Array.from('abAB회의록 회의  시간é\u0301ｶﾞσς🎉👨‍👩‍👧\n"*');

  test.each([1, 2, 3, 4])('seed %i', (seed) => {
    const random = mulberry32(seed);
    const text = (longest: number) =>
      Array.from(
        { length: 1 + Math.floor(random() * longest) },
        () => LETTERS[Math.floor(random() * LETTERS.length)] ?? '',
      ).join('');

    post(...Array.from({ length: 300 }, () => text(30)));
    // Edits and deletions leave the index as exact as posts do.
    for (let messageSeq = 1; messageSeq <= 300; messageSeq += 3) {
      if (random() < 0.5) store.editMessage('lounge', messageSeq, { text: text(30), at: 1 });
      else store.deleteMessage('lounge', messageSeq, 1);
    }
    const range = { roomId: 'lounge', limit: 1_000, keep: 'newest' } as const;
    const kept = store.messages(range).map((message) => message.text);

    for (let query = 0; query < 300; query += 1) {
      const wanted = text(5);
      const words = plain(wanted).split(/\s+/u).filter(Boolean);
      const expected = kept
        .filter((candidate) => words.every((word) => plain(candidate).includes(word)))
        .toReversed();
      expect(found(wanted), JSON.stringify(wanted)).toEqual(words.length > 0 ? expected : []);
    }
  });

  function plain(text: string): string {
    return text.normalize('NFKC').toLowerCase().replaceAll('ς', 'σ');
  }
});

/** Repeatable random numbers from 0 to 1, so that a failure can be looked at again. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
