import { expect, test } from 'vitest';
import { chooseTopology } from './chooseTopology.ts';

test.each([
  ['auto', 1, true, null],
  ['auto', 2, true, 'mesh'],
  ['auto', 2, false, 'sfu'],
  ['auto', 3, true, 'sfu'],
  ['mesh', 1, true, 'mesh'],
  ['mesh', 5, true, 'mesh'],
  ['mesh', 2, false, 'sfu'],
  ['sfu', 2, true, 'sfu'],
  ['mcu', 2, true, 'sfu'],
] as const)('by %s, %i people, all of them direct: %s, it is %s', (rule, peers, direct, wanted) =>
  expect(chooseTopology({ rule, peers, direct })).toBe(wanted),
);
