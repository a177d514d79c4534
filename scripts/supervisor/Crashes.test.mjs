import { expect, it } from 'vitest';
import { Crashes } from './Crashes.mjs';

it('starts again at once, then more and more slowly, then not at all', () => {
  const crashes = new Crashes();
  const at = [0, 1_000, 2_000, 3_000, 4_000];
  expect(at.map((now) => crashes.next(900, now))).toEqual([0, 100, 200, 400, null]);
});

it('never gives up on crashes that are far apart, and waits 5 s at most', () => {
  const crashes = new Crashes();
  const delays = Array.from({ length: 20 }, (_, index) => crashes.next(900, index * 20_000));
  expect(delays.slice(0, 3)).toEqual([0, 100, 200]);
  expect(delays.at(-1)).toBe(5_000);
});

it('starts at once again what had run for a while', () => {
  const crashes = new Crashes();
  crashes.next(900, 0);
  crashes.next(900, 1_000);
  expect(crashes.next(31_000, 40_000)).toBe(0);
});
