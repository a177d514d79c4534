import { expect, test } from 'vitest';
import { flows, longestGap } from './gaps.ts';

const FRAMES = [0, 100, 200, 900, 1_000, 1_100];

test('the longest gap counts from the last moment before the fault', () => {
  expect(longestGap(FRAMES, 300)).toEqual({ lengthMs: 700, endedAt: 900 });
  expect(longestGap(FRAMES, 950)).toEqual({ lengthMs: 100, endedAt: 1_000 });
});

test('what has not come back yet does not flow', () => {
  expect(flows(FRAMES, { fromMs: 0, toMs: 1_100, gapMs: 150 })).toBe(false);
  expect(flows(FRAMES, { fromMs: 850, toMs: 1_150, gapMs: 150 })).toBe(true);
  expect(flows(FRAMES, { fromMs: 850, toMs: 1_300, gapMs: 150 })).toBe(false);
});
