import { expect, test } from 'vitest';
import { Askers } from './Askers.ts';

test('one key is one count, until it is idle', () => {
  const askers = new Askers((): { idle: boolean } => ({ idle: false }), 10);
  const one = askers.of('a');
  expect(askers.of('a')).toBe(one);
  expect(askers.of('b')).not.toBe(one);
  one.idle = true;
  askers.forgetIdle();
  expect(askers.size).toBe(1);
  expect(askers.of('a')).not.toBe(one);
});

test('keys without end push out the first', () => {
  const askers = new Askers(() => ({ idle: false }), 3);
  const first = askers.of('0');
  for (let key = 1; key <= 3; key += 1) askers.of(String(key));
  expect(askers.size).toBe(3);
  expect(askers.of('0')).not.toBe(first);
});
