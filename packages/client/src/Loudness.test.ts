import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Loudness } from './Loudness.ts';

let measured: Map<string, number>;
let heard: { peerId: string; level: number }[][];
let loudness: Loudness;

beforeEach(() => {
  vi.useFakeTimers();
  [measured, heard] = [new Map(), []];
  loudness = new Loudness({
    measure: async () => measured,
    heard: (levels) => heard.push(levels),
  });
});

afterEach(() => {
  loudness.close();
  vi.useRealTimers();
});

test('who is heard is said in coarse steps, and only when that changes', async () => {
  measured.set('ada', 0.1).set('ben', 0.000_1);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(heard).toEqual([[{ peerId: 'ada', level: -18 }]]);
  measured.set('ada', 0.11);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(heard).toHaveLength(1);
  measured.clear();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(heard.at(-1)).toEqual([]);
});

test('nothing is said after its end', async () => {
  measured.set('ada', 0.5);
  loudness.close();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(heard).toEqual([]);
});
