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

test('a message that is being changed is no draft', () => {
  const kept = memory();
  new Drafts(kept).change('a', { text: 'old words', editing: 4 });
  expect(kept.drafts).toEqual({});
});
