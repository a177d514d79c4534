import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Speakers } from './Speakers.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('a change is told at once, and the next one a second later, as it is then', () => {
  const told: string[][] = [];
  const speakers = new Speakers((peerIds) => told.push(peerIds));
  speakers.update(['b', 'a']);
  speakers.update([]);
  speakers.update(['c']);
  expect(told).toEqual([['a', 'b']]);
  vi.advanceTimersByTime(1_000);
  expect(told).toEqual([['a', 'b'], ['c']]);
});

test('what is as it was is not told again, in whatever order', () => {
  const told: string[][] = [];
  const speakers = new Speakers((peerIds) => told.push(peerIds));
  speakers.update(['a', 'b']);
  vi.advanceTimersByTime(5_000);
  speakers.update(['b', 'a']);
  vi.advanceTimersByTime(5_000);
  expect(told).toHaveLength(1);
  speakers.close();
  expect(vi.getTimerCount()).toBe(0);
});
