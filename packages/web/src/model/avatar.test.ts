import { expect, test } from 'vitest';
import { hueOf, initialOf } from './avatar.ts';

test.each([
  ['ada', 'A'],
  ['김철수', '김'],
  ['👩‍👧 Kim', '👩‍👧'],
  ['élan', 'É'],
  ['', '?'],
])('%j is drawn as %j', (name, initial) => {
  expect(initialOf(name)).toBe(initial);
});

test('a name keeps its colour, and neighbours differ', () => {
  expect(hueOf('Ada')).toBe(hueOf('Ada'));
  const names = ['Ada', 'Ben', 'Chul', 'Dana', 'Eun', 'Finn', '지민', '서연', '하준'];
  expect(new Set(names.map(hueOf)).size).toBeGreaterThan(4);
});
