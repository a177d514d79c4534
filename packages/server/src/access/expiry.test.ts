import { expect, test, vi } from 'vitest';
import { TestClock } from '../testing/TestClock.ts';
import { onExpiry } from './expiry.ts';

const HOUR_MS = 3_600_000;

test('an access ends when its time is over, also where that is months away', () => {
  for (const hours of [1, 24, 1000]) {
    const clock = new TestClock();
    const expire = vi.fn();
    onExpiry(clock, clock.now() + hours * HOUR_MS, expire);
    clock.advance(hours * HOUR_MS - 1);
    expect(expire).not.toHaveBeenCalled();
    clock.advance(1);
    expect(expire).toHaveBeenCalledOnce();
    expect(clock.pending).toBe(0);
  }
});

test('one whose time is over already ends at once, but not before it has begun', () => {
  const clock = new TestClock();
  const expire = vi.fn();
  onExpiry(clock, clock.now() - 1, expire);
  expect(expire).not.toHaveBeenCalled();
  clock.advance(0);
  expect(expire).toHaveBeenCalledOnce();
});

test('one without an end waits for nothing, and what is called off does not happen', () => {
  const clock = new TestClock();
  const expire = vi.fn();
  onExpiry(clock, null, expire)();
  expect(clock.pending).toBe(0);
  const callOff = onExpiry(clock, clock.now() + 1000 * HOUR_MS, expire);
  clock.advance(500 * HOUR_MS);
  callOff();
  clock.advance(1000 * HOUR_MS);
  expect(expire).not.toHaveBeenCalled();
  expect(clock.pending).toBe(0);
});
