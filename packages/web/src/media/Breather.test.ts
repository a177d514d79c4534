import { expect, test } from 'vitest';
import { Breather } from './Breather.ts';

test('work takes at most half of the time', () => {
  let now = 0;
  let done = 0;
  const breather = new Breather(() => now);
  for (let frame = 0; frame < 30; frame += 1) {
    now = Math.max(now, frame * 33);
    breather.work(() => {
      done += 1;
      now += 40;
    });
  }
  // 40 ms of work, then 40 of rest, from frames 33 ms apart: every third one.
  expect(done).toBe(10);
});

test('quick work leaves nothing out', () => {
  let now = 0;
  let done = 0;
  const breather = new Breather(() => now);
  for (let frame = 0; frame < 30; frame += 1) {
    now = frame * 33;
    breather.work(() => {
      done += 1;
      now += 10;
    });
  }
  expect(done).toBe(30);
});
