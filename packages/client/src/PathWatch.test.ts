import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PathWatch } from './PathWatch.ts';

/** Fifty packets a second, until nothing comes. */
let flowing: boolean;
let down: boolean;
let restarts: number;
let silent: boolean;
/** Whether the server can be asked, whether a path answers, and whether it was given up. */
let reachable: boolean;
let answering: boolean;
let lost: number;
let reported: () => Promise<number | null>;
let path: () => Promise<string | null>;
let watch: PathWatch;

beforeEach(() => {
  vi.useFakeTimers();
  [flowing, down, restarts, silent] = [true, false, 0, false];
  [reachable, answering, lost] = [true, true, 0];
  reported = async () => null;
  path = async () => (answering ? `path ${performance.now()}` : 'path');
  let last = 0;
  watch = new PathWatch({
    received: () => (last = flowing ? Math.floor(performance.now() / 20) : last),
    reported: () => reported(),
    isDown: () => down,
    silenceChanged: (isSilent) => (silent = isSilent),
    restart: async () => {
      restarts += 1;
      return reachable;
    },
    path: () => path(),
    lost: () => void (lost += 1),
  });
});

afterEach(() => {
  watch.close();
  vi.useRealTimers();
});

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

test('that nothing comes any more is noticed in little more than a second', async () => {
  await pass(5_000);
  expect([restarts, silent]).toEqual([0, false]);
  flowing = false;
  await pass(1_000);
  expect(restarts).toBe(0);
  await pass(500);
  expect([restarts, silent]).toEqual([1, true]);
  flowing = true;
  await pass(500);
  expect([restarts, silent]).toEqual([1, false]);
});

test('a browser that says nothing once is watched on', async () => {
  reported = () => Promise.reject(new Error('not now'));
  path = () => Promise.reject(new Error('not now'));
  await pass(5_000);
  flowing = false;
  await pass(1_500);
  expect([restarts, silent]).toEqual([1, true]);
  flowing = true;
  await pass(500);
  expect([silent, lost]).toEqual([false, 0]);
});

test('where the path answers, the fault is elsewhere, and one look for another is enough', async () => {
  await pass(5_000);
  flowing = false;
  await pass(60_000);
  expect([restarts, lost]).toEqual([1, 0]);
  // What comes again and stops again is another matter.
  flowing = true;
  await pass(5_000);
  flowing = false;
  await pass(1_500);
  expect(restarts).toBe(2);
});

test('where no path answers, and the server does, others are needed: in two seconds', async () => {
  await pass(5_000);
  [flowing, answering] = [false, false];
  await pass(2_000);
  expect([restarts, lost]).toEqual([1, 1]);
});

test('where nobody answers at all, it looks again and again, and gives nothing up', async () => {
  await pass(5_000);
  [flowing, answering, reachable] = [false, false, false];
  await pass(60_000);
  expect(restarts).toBeGreaterThan(6);
  expect(restarts).toBeLessThan(12);
  expect(lost).toBe(0);
});

test('a path that the browser knows to be down is looked for until it is up', async () => {
  down = true;
  await pass(60_000);
  expect(restarts).toBeGreaterThan(6);
  expect(restarts).toBeLessThan(12);
  down = false;
  await pass(500);
  expect(silent).toBe(false);
});

test('what may have changed is looked at at once', async () => {
  await pass(1_000);
  watch.check();
  await pass(250);
  expect(restarts).toBe(1);
  await pass(10_000);
  expect(restarts).toBe(1);
});

test('a machine that slept looks for its path', async () => {
  await pass(1_000);
  vi.setSystemTime(Date.now() + 600_000);
  const awake = performance.now.bind(performance);
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => awake() + 600_000);
  await pass(500);
  expect(restarts).toBe(1);
  clock.mockRestore();
});

test('closed, it looks no more', async () => {
  watch.close();
  flowing = false;
  await pass(60_000);
  expect(restarts).toBe(0);
});
