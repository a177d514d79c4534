import type { MessageDocument } from '@ottogi/protocol';
import { expect, test } from 'vitest';
import { FakeChat } from '../testing/FakeChat.ts';
import {
  EMPTY_WINDOW,
  hasNewer,
  hasOlder,
  windowOf,
  withMessages,
  withOlder,
  type MessageWindow,
} from './window.ts';

const chat = new FakeChat();
for (let count = 0; count < 2000; count += 1) chat.post(`m${count}`);

/** Messages `first` to `last`, both included. */
function messages(first: number, last: number): MessageDocument[] {
  return chat.messages.slice(first - 1, last);
}

function seqs(window: MessageWindow): number[] {
  return window.messages.map(({ messageSeq }) => messageSeq);
}

test('what follows is appended, whatever order it comes in', () => {
  const grown = withMessages(windowOf(messages(3, 5), 5), messages(6, 8).toReversed());
  expect(seqs(grown)).toEqual([3, 4, 5, 6, 7, 8]);
  expect([hasOlder(grown), hasNewer(grown)]).toEqual([true, false]);
});

test('the first message of a room has a place in an empty window, a later one has not', () => {
  expect(seqs(withMessages(EMPTY_WINDOW, messages(1, 2)))).toEqual([1, 2]);
  const behind = withMessages(EMPTY_WINDOW, messages(2, 2));
  expect([seqs(behind), hasNewer(behind)]).toEqual([[], true]);
});

test('a message beyond a gap only tells that there is more', () => {
  const window = windowOf(messages(1, 3), 3);
  const gap = withMessages(window, messages(5, 5));
  expect(gap.messages).toBe(window.messages);
  expect(hasNewer(gap)).toBe(true);
  expect(seqs(withMessages(gap, messages(4, 5)))).toEqual([1, 2, 3, 4, 5]);
});

test('an older revision never takes the place of a newer one', () => {
  const window = windowOf(messages(1, 3), 3);
  const [first, second] = [
    { ...messages(2, 2).at(0)!, revision: 5000, text: 'first' },
    messages(2, 2),
  ];
  const edited = withMessages(window, [first]);
  expect(edited.messages[1]).toBe(first);
  expect(withMessages(edited, second)).toBe(edited);
  expect(withMessages(edited, [{ ...first }])).toBe(edited);
});

test('older messages go before the window as far as they reach up to it', () => {
  const window = windowOf(messages(10, 12), 12);
  expect(seqs(withOlder(window, messages(8, 9)))).toEqual([8, 9, 10, 11, 12]);
  expect(seqs(withOlder(window, messages(8, 11)))).toEqual([8, 9, 10, 11, 12]);
  // The answer to a question that was asked about another window.
  expect(withOlder(window, messages(4, 8))).toBe(window);
});

test('a window that grows without end lets its far end go, and can go back there', () => {
  let window = windowOf(messages(1951, 2000), 2000);
  for (let first = 1901; first >= 1; first -= 50) {
    window = withOlder(window, messages(first, first + 49));
  }
  expect([seqs(window)[0], window.messages.length]).toEqual([1, 600]);
  expect([hasOlder(window), hasNewer(window)]).toEqual([false, true]);
  for (let last = 600; last < 2000; last += 50) {
    window = withMessages(window, messages(last + 1, last + 50));
  }
  expect([seqs(window)[0], seqs(window).at(-1), window.messages.length]).toEqual([1401, 2000, 600]);
  expect([hasOlder(window), hasNewer(window)]).toEqual([true, false]);
});
