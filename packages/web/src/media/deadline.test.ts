import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { within } from './deadline.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test('what comes in time is given', async () => {
  await expect(within(10, Promise.resolve('here'))).resolves.toBe('here');
  await expect(within(10, Promise.reject(new RangeError('no')))).rejects.toThrow('no');
  expect(vi.getTimerCount()).toBe(0);
});

test('what comes too late is undone', async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const undo = vi.fn<(late: string) => void>();
  const waiting = expect(within(10, promise, undo)).rejects.toThrow('nothing within 10 ms');
  await vi.advanceTimersByTimeAsync(10);
  await waiting;
  resolve('late');
  await vi.advanceTimersByTimeAsync(0);
  expect(undo).toHaveBeenCalledWith('late');
});
