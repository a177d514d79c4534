import { expect, test } from 'vitest';
import { hear, type Speech } from './speech.ts';
import { type Candidate, spotlightAfter } from './spotlight.ts';

const LOUD = -20;
const STEP_MS = 250;

/** Lets people talk, as the server measures it, and tells who stood in the light at each step. */
function play(
  script: readonly string[][],
  present: string[],
  first: string | null = null,
): (string | null)[] {
  const candidates: Candidate[] = present.map((peerId) => ({ peerId, hasPicture: false }));
  let speech: Speech = new Map();
  let spotlight = first;
  return script.map((talking, step) => {
    const now = step * STEP_MS;
    speech = hear(speech, new Map(talking.map((peerId) => [peerId, LOUD])), now);
    spotlight = spotlightAfter(spotlight, candidates, speech, now);
    return spotlight;
  });
}

const times = (count: number, ...talking: string[]) => Array.from({ length: count }, () => talking);

test('a new speaker takes over after a second and a half, not at a word', () => {
  const cough = play([...times(3, 'b'), ...times(8)], ['a', 'b'], 'a');
  expect(new Set(cough)).toEqual(new Set(['a']));
  const speech = play(times(12, 'b'), ['a', 'b'], 'a');
  expect(speech.indexOf('b') * STEP_MS).toBe(1_500);
});

test('a breath between sentences does not begin a new turn', () => {
  const breathing = [...times(3, 'b'), ...times(2), ...times(4, 'b')];
  expect(play(breathing, ['a', 'b'], 'a').at(-1)).toBe('b');
});

test('whoever goes on talking is not interrupted so soon', () => {
  const both = play(times(20, 'a', 'b'), ['a', 'b'], 'a');
  expect(both.indexOf('b') * STEP_MS).toBe(4_000);
});

test('where nobody stands in the light yet, or they left, there is no wait', () => {
  expect(play(times(1, 'b'), ['a', 'b'])).toEqual(['b']);
  expect(play(times(1, 'b'), ['a', 'b'], 'gone')).toEqual(['b']);
});

test('while nobody talks, whoever shows a picture stands in the light', () => {
  const candidates = [
    { peerId: 'a', hasPicture: false },
    { peerId: 'b', hasPicture: true },
  ];
  expect(spotlightAfter(null, candidates, new Map(), 0)).toBe('b');
  expect(spotlightAfter(null, [], new Map(), 0)).toBeNull();
});

test('breath and keyboards are no speech', () => {
  expect(hear(new Map(), new Map([['a', -70]]), 0).size).toBe(0);
});
