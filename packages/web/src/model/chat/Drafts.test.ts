import { expect, test, vi } from 'vitest';
import { Drafts, EMPTY_DRAFT } from './Drafts.ts';

function memory(kept: Record<string, string> = {}) {
  return {
    drafts: kept,
    keepDrafts(drafts: Readonly<Record<string, string>>) {
      this.drafts = { ...drafts };
    },
  };
}

test('each room has its own, and texts outlive a reload', () => {
  const kept = memory();
  const drafts = new Drafts(kept);
  drafts.change('a', { text: 'half a' });
  drafts.change('b', { replyTo: 3 });
  expect(drafts.of('a')).toEqual({ ...EMPTY_DRAFT, text: 'half a' });
  expect(drafts.of('b').replyTo).toBe(3);
  expect(new Drafts(kept).of('a').text).toBe('half a');
  expect(new Drafts(kept).of('b')).toEqual(EMPTY_DRAFT);
});

test('what is sent is forgotten, and told', () => {
  const kept = memory({ a: 'text' });
  const drafts = new Drafts(kept);
  const told = vi.fn();
  drafts.subscribe(told);
  drafts.clear('a');
  drafts.clear('a');
  expect(told).toHaveBeenCalledTimes(1);
  expect(kept.drafts).toEqual({});
});

test('what was being written waits while a message is changed, also over a reload', () => {
  const kept = memory();
  const drafts = new Drafts(kept);
  drafts.change('a', { text: 'half a', replyTo: 2 });
  drafts.edit('a', 4, 'old words');
  drafts.edit('a', 5, 'older words');
  expect(drafts.of('a')).toEqual({ ...EMPTY_DRAFT, text: 'older words', editing: 5 });
  expect(kept.drafts).toEqual({ a: 'half a' });
  drafts.stopEditing('a');
  drafts.stopEditing('a');
  expect(drafts.of('a')).toEqual({ ...EMPTY_DRAFT, text: 'half a', replyTo: 2 });
});
