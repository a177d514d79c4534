import { expect, test } from 'vitest';
import { Pulse } from './Pulse.ts';

/** A pulse that has beaten at these times. */
function beating(...times: number[]): Pulse {
  const pulse = new Pulse();
  for (const time of times) pulse.look(time + 1, time);
  return pulse;
}

test('what came often is silent after a second', () => {
  const pulse = beating(0, 250, 500, 750);
  expect(pulse.isSilent(1_700)).toBe(false);
  expect(pulse.isSilent(1_800)).toBe(true);
  pulse.look(1, 1_900);
  expect(pulse.isSilent(2_000)).toBe(false);
});

test('what came seldom is silent only later', () => {
  const pulse = beating(0, 1_000, 2_000, 3_000);
  expect(pulse.isSilent(5_900)).toBe(false);
  expect(pulse.isSilent(6_100)).toBe(true);
});

test('of what has hardly begun, nothing is known', () => {
  expect(beating().isSilent(60_000)).toBe(false);
  expect(beating(0, 250).isSilent(60_000)).toBe(false);
});

test('where nothing is due there is no silence, and it begins anew', () => {
  const pulse = beating(0, 250, 500, 750);
  pulse.look(null, 800);
  expect(pulse.isSilent(60_000)).toBe(false);
  pulse.look(5, 60_000);
  expect(pulse.isSilent(90_000)).toBe(false);
});
