import type { MessageDocument } from '@ottogi/client';
import { expect, test } from 'vitest';
import { rowsOf } from './rows.ts';

const NOON = new Date(2026, 4, 1, 12).getTime();

function message(messageSeq: number, change: Partial<MessageDocument> = {}): MessageDocument {
  return {
    roomId: 'r',
    messageSeq,
    messageId: `m${messageSeq}`,
    revision: messageSeq,
    personId: 'ada',
    name: 'Ada',
    hue: 0,
    text: 'hello',
    replyTo: null,
    files: [],
    at: NOON + messageSeq * 1000,
    editedAt: null,
    deletedAt: null,
    ...change,
  };
}

function drawn(messages: MessageDocument[], readSeq: number | null = null): string[] {
  return rowsOf(messages, readSeq).map((row) =>
    row.kind === 'message' ? `${row.message.messageSeq}${row.first ? ' by' : ''}` : row.kind,
  );
}

test('messages of one person stand together, until somebody else writes', () => {
  const ben = { personId: 'ben', name: 'Ben' };
  expect(drawn([message(1), message(2), message(3, ben), message(4)])).toEqual([
    'day',
    '1 by',
    '2',
    '3 by',
    '4 by',
  ]);
});

test('a pause, a reply and a new name begin anew', () => {
  const later = message(2, { at: NOON + 6 * 60_000 });
  expect(drawn([message(1), later])).toEqual(['day', '1 by', '2 by']);
  expect(drawn([message(1), message(2, { replyTo: 1 })])).toEqual(['day', '1 by', '2 by']);
  expect(drawn([message(1), message(2, { name: 'Ada L.' })])).toEqual(['day', '1 by', '2 by']);
});

test('each day has its line', () => {
  const tomorrow = message(2, { at: NOON + 24 * 3_600_000 });
  expect(drawn([message(1), tomorrow])).toEqual(['day', '1 by', 'day', '2 by']);
});

test('the line of the unread stands before the first of them', () => {
  expect(drawn([message(1), message(2), message(3)], 1)).toEqual([
    'day',
    '1 by',
    'unread',
    '2 by',
    '3',
  ]);
  expect(drawn([message(1), message(2)], 2)).toEqual(['day', '1 by', '2']);
  expect(drawn([message(5), message(6)], 1)).toEqual(['day', '5 by', '6']);
});
