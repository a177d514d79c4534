import { expect, test } from 'vitest';
import { RateLimit } from './RateLimit.ts';

test('lets a burst through, refuses the next, and lets one more through for each time passed', () => {
  let now = 0;
  const limit = new RateLimit(3, 1_000, () => now);
  for (let count = 0; count < 3; count += 1) limit.take();
  expect(() => limit.take()).toThrow(expect.objectContaining({ code: 'tooManyRequests' }));
  now += 1_000;
  limit.take();
  expect(() => limit.take()).toThrow();
  now += 1_000_000;
  for (let count = 0; count < 3; count += 1) limit.take();
  expect(() => limit.take()).toThrow();
});
