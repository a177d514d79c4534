import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Retry } from './Retry.ts';

let attempts: number;
let retry: Retry;

beforeEach(() => {
  vi.useFakeTimers();
  attempts = 0;
  retry = new Retry(() => {
    attempts += 1;
  });
});

afterEach(() => {
  vi.useRealTimers();
});

function waitMs(): number {
  const before = Date.now();
  retry.later();
  vi.advanceTimersToNextTimer();
  return Date.now() - before;
}

test('each failure in a row is waited for longer, until something goes well', () => {
  const waits = Array.from({ length: 4 }, waitMs);
  expect(waits).toEqual(waits.toSorted((a, b) => a - b));
  expect([attempts, retry.failures]).toEqual([4, 4]);
  retry.reset();
  expect(waitMs()).toBeLessThanOrEqual(300);
});

test('what the server asks for is waited for, and a longer wait of its own too', () => {
  retry.later({ retryAfterMs: 60_000 });
  vi.advanceTimersByTime(59_999);
  expect(attempts).toBe(0);
  vi.advanceTimersByTime(1);
  expect(attempts).toBe(1);
  const waits = Array.from({ length: 8 }, waitMs);
  retry.later({ retryAfterMs: 1 });
  vi.advanceTimersByTime(Math.min(...waits));
  expect(attempts).toBe(9);
});

test('what is waited for is one attempt, and may be called off', () => {
  retry.later();
  retry.later();
  expect(retry.waiting).toBe(true);
  retry.cancel();
  vi.advanceTimersByTime(60_000);
  expect([attempts, retry.waiting, retry.failures]).toEqual([0, false, 2]);
});
