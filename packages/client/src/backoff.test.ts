import { expect, test } from 'vitest';
import { backoffMs } from './backoff.ts';

test('waits double from attempt to attempt, up to ten seconds', () => {
  const longest = Array.from({ length: 8 }, (_, attempt) => backoffMs(attempt, () => 1));
  expect(longest).toEqual([300, 600, 1200, 2400, 4800, 9600, 10_000, 10_000]);
});

test('waits are spread over the upper half', () => {
  expect(backoffMs(2, () => 0)).toBe(600);
  expect(backoffMs(1_000_000, () => 0)).toBe(5000);
});
