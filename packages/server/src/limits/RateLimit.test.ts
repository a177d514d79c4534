import { beforeEach, expect, test } from 'vitest';
import { JointLimit, RateLimit } from './RateLimit.ts';

let now: number;
const clock = () => now;

beforeEach(() => {
  now = 0;
});

const refusal = (retryAfterMs: number) =>
  expect.objectContaining({ code: 'tooManyRequests', retryAfterMs }) as Error;

test('lets a burst through, refuses the next, and lets one more through for each time passed', () => {
  const limit = new RateLimit({ burst: 3, refillMs: 1_000 }, clock);
  for (let count = 0; count < 3; count += 1) limit.take();
  expect(() => limit.take()).toThrow(refusal(1_000));
  now += 400;
  expect(() => limit.take()).toThrow(refusal(600));
  now += 600;
  limit.take();
  expect(() => limit.take()).toThrow();
  now += 1_000_000;
  for (let count = 0; count < 3; count += 1) limit.take();
  expect(() => limit.take()).toThrow();
});

test('what costs more waits longer, and what costs more than there ever is takes all', () => {
  const limit = new RateLimit({ burst: 10, refillMs: 100 }, clock);
  limit.take(8);
  expect(limit.waitMs(5)).toBe(300);
  limit.take(2);
  now += 1_000;
  limit.take(1_000);
  expect(limit.waitMs()).toBe(100);
});

test('what is given back can be taken again, and never makes more than a burst', () => {
  const limit = new RateLimit({ burst: 2, refillMs: 1_000 }, clock);
  limit.take(2);
  expect(limit.idle).toBe(false);
  limit.giveBack(5);
  expect(limit.idle).toBe(true);
  limit.take(2);
  expect(() => limit.take()).toThrow();
});

test('of several at once, what one refuses is taken of none', () => {
  const wide = new RateLimit({ burst: 3, refillMs: 1_000 }, clock);
  const narrow = new RateLimit({ burst: 1, refillMs: 5_000 }, clock);
  const both = new JointLimit([wide, narrow]);
  both.take();
  expect(() => both.take()).toThrow(refusal(5_000));
  expect(wide.waitMs(2)).toBe(0);
  both.giveBack();
  both.take();
});
