import { expect, test } from 'vitest';
import { TalkingWatch } from './TalkingWatch.ts';

function hear(watch: TalkingWatch, loud: boolean, ms: number): boolean {
  for (let heard = 0; heard < ms; heard += 50) watch.hear(loud, 50);
  return watch.talking;
}

test('300 ms of voice are speech, a cough is not', () => {
  const watch = new TalkingWatch();
  expect(hear(watch, true, 250)).toBe(false);
  expect(hear(watch, false, 300)).toBe(false);
  expect(hear(watch, true, 250)).toBe(false);
  expect(hear(watch, true, 50)).toBe(true);
});

test('syllables add up over the pauses between them', () => {
  const watch = new TalkingWatch();
  hear(watch, true, 150);
  hear(watch, false, 150);
  expect(hear(watch, true, 150)).toBe(true);
});

test('2 s of silence end it, a shorter pause does not', () => {
  const watch = new TalkingWatch();
  hear(watch, true, 300);
  expect(hear(watch, false, 1_950)).toBe(true);
  expect(hear(watch, true, 50)).toBe(true);
  expect(hear(watch, false, 1_950)).toBe(true);
  expect(hear(watch, false, 50)).toBe(false);
});
