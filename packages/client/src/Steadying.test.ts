import { expect, test } from 'vitest';
import type { Quality } from './state.ts';
import { Steadying } from './Steadying.ts';

const QUALITIES = {
  g: { level: 'good', reason: 'none' },
  f: { level: 'fair', reason: 'yourConnection' },
  F: { level: 'fair', reason: 'theirConnection' },
  p: { level: 'poor', reason: 'yourConnection' },
  '-': { level: 'good', reason: 'paused' },
} satisfies Record<string, Quality>;

/** What is shown after each look. */
function shown(looks: string): string {
  const steadying = new Steadying();
  const letters = Object.entries(QUALITIES);
  return looks
    .split('')
    .map((look) => {
      const quality = steadying.take(QUALITIES[look as keyof typeof QUALITIES]);
      return letters.find(([, each]) => JSON.stringify(each) === JSON.stringify(quality))?.[0];
    })
    .join('');
}

test.each([
  ['one bad look is none', 'gpgpgggpg', 'ggggggggg'],
  ['two bad looks are', 'gpp', 'ggp'],
  ['it gets as bad as the better of the two', 'gfp', 'ggf'],
  ['and worse, if it stays worse', 'gfpp', 'ggfp'],
  ['one good look does not mend it', 'ppgpgpp', 'gpppppp'],
  ['three good looks do', 'ppggg', 'gpppg'],
  ['it mends as far as the worst of the three', 'ppgfgg', 'gpppff'],
  ['trouble that moves to the other side is told as that', 'ffFFF', 'gfffF'],
  ['trouble that goes to and fro stays where it was', 'ffFfFfF', 'gffffff'],
  ['a pause is shown at once, and forgets', 'pp-pgg', 'gp-ggg'],
  ['after a pause it takes two looks again', 'pp--pp', 'gp--gp'],
])('%s', (_what, looks, expected) => {
  expect(shown(looks)).toBe(expected);
});
