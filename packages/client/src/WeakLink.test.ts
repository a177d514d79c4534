import { beforeEach, expect, test } from 'vitest';
import type { Quality, TrackKey } from './state.ts';
import { type Looked, WeakLink } from './WeakLink.ts';

const GOOD: Quality = { level: 'good', reason: 'none' };
const POOR: Quality = { level: 'poor', reason: 'yourConnection' };
const THEIRS: Quality = { level: 'poor', reason: 'theirConnection' };

let link: WeakLink;
beforeEach(() => {
  link = new WeakLink();
});

function room(camera: Quality, voice: Quality, people = 3): Looked {
  const names = Array.from({ length: people }, (_, index) => `p${index}`);
  return new Map(
    names.flatMap((name): [TrackKey, Quality][] => [
      [`${name}/camera`, camera],
      [`${name}/microphone`, voice],
    ]),
  );
}

const MIX: Looked = new Map<TrackKey, Quality>([
  ['m/mix', GOOD],
  ['m/mixAudio', GOOD],
]);

function look(times: number, looked: Looked, mix = false): boolean {
  let weak = link.weak;
  for (let time = 0; time < times; time += 1) weak = link.take(looked, mix);
  return weak;
}

test('a way that is bad for a moment is not weak', () => {
  expect(look(3, room(POOR, POOR))).toBe(false);
  expect(look(4, room(GOOD, GOOD))).toBe(false);
  expect(look(3, room(POOR, POOR))).toBe(false);
});

test('one that stays bad is, whether pictures or voices suffer', () => {
  expect(look(4, room(POOR, GOOD))).toBe(true);
  link = new WeakLink();
  expect(look(4, room(GOOD, POOR))).toBe(true);
});

test('what is bad on the way of somebody else is no fault of this one', () => {
  expect(look(20, room(THEIRS, THEIRS))).toBe(false);
});

test('one bad picture among many is not the way', () => {
  const looked = new Map([...room(GOOD, GOOD), ['p0/camera', POOR] as [TrackKey, Quality]]);
  expect(look(20, looked)).toBe(false);
});

test('with one other person the mix would spare nothing', () => {
  expect(look(20, room(POOR, POOR, 1))).toBe(false);
});

test('the tiles come back after a minute without a flaw, and not before', () => {
  look(4, room(POOR, POOR));
  expect(look(29, MIX, true)).toBe(true);
  const flawed = new Map([...MIX, ['m/mix', POOR] as [TrackKey, Quality]]);
  expect(look(1, flawed, true)).toBe(true);
  expect(look(29, MIX, true)).toBe(true);
  expect(look(1, MIX, true)).toBe(false);
});

test('who falls again waits for twice as long', () => {
  look(4, room(POOR, POOR));
  look(30, MIX, true);
  look(4, room(POOR, POOR));
  expect(look(59, MIX, true)).toBe(true);
  expect(look(1, MIX, true)).toBe(false);
});

test('while the one comes in the place of the other nothing is judged', () => {
  expect(look(20, room(POOR, POOR), true)).toBe(false);
  look(4, room(POOR, POOR));
  expect(look(100, room(GOOD, GOOD), false)).toBe(true);
});
