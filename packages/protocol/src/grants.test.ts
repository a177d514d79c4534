import { expect, test } from 'vitest';
import { MEMBER, mayEnter, mayEnterAll } from './grants.ts';

const to = (rooms: string[], roomPatterns: string[] = []) => ({ ...MEMBER, rooms, roomPatterns });

test.each([
  ['Lounge', true],
  ['lounge', true],
  ['ＬＯＵＮＧＥ', true],
  ['Loung', false],
  ['Lounge 2', false],
  ['*', false],
])('to Lounge opens “%s”: %s', (room, opens) => {
  expect(mayEnter(to(['Lounge']), room)).toBe(opens);
});

test.each([
  ['*', 'anything', true],
  ['team-*', 'team-', true],
  ['team-*', 'Team-Blue', true],
  ['team-*', 'my team-blue', false],
  ['*-team', 'blue-team', true],
  ['Team *', 'teamwork', false],
  ['ab*ba', 'aba', false],
  ['ab*ba', 'abba', true],
  ['a*b*c', 'a1b2c', true],
  ['a*b*c', 'acb', false],
  ['a*b*b', 'ab', false],
  ['회의-*', '회의-가', true],
  ['lounge', 'Lounge', true],
])('the pattern %s opens “%s”: %s', (pattern, room, opens) => {
  expect(mayEnter(to([], [pattern]), room)).toBe(opens);
});

test('a star in a name is a star, so that a name that somebody typed opens no other room', () => {
  expect(mayEnter(to(['*']), '*')).toBe(true);
  expect(mayEnter(to(['*']), 'Lounge')).toBe(false);
  expect(mayEnterAll(to(['*']))).toBe(false);
});

test('nothing named opens nothing, and a member may enter all', () => {
  expect(mayEnter(to([]), 'Lounge')).toBe(false);
  expect(mayEnterAll(MEMBER)).toBe(true);
  expect(mayEnter(MEMBER, '')).toBe(true);
});

test('a pattern of many stars takes no time', () => {
  const startedAt = performance.now();
  expect(mayEnter(to([], [`${'a*'.repeat(60)}b`]), 'a'.repeat(64))).toBe(false);
  expect(performance.now() - startedAt).toBeLessThan(100);
});
