import { expect, test } from 'vitest';
import { cutName, directionOf } from './names.ts';

/** As if each unit took the same room. */
const upTo = (length: number) => (text: string) => text.length <= length;

test('a name that fits stays as it is', () => {
  expect(cutName('Ada', upTo(3))).toBe('Ada');
});

test('a long one is cut, and says so', () => {
  expect(cutName('Ada Lovelace', upTo(8))).toBe('Ada Lov…');
  expect(cutName('Ada Lovelace', upTo(5))).toBe('Ada…');
});

test('what a reader takes for one letter is left whole, or out', () => {
  expect(cutName('👩‍👩‍👧‍👦👩‍👩‍👧‍👦', upTo(15))).toBe('👩‍👩‍👧‍👦…');
  expect(cutName('한국어 이름', upTo(4))).toBe('한국어…');
});

test('where nothing fits, something is there all the same', () => {
  expect(cutName('Ada', upTo(0))).toBe('…');
});

test.each([
  ['Ada', 'ltr'],
  ['오뚝이', 'ltr'],
  ['שלום', 'rtl'],
  ['  محمد 123', 'rtl'],
  ['1. שלום Ada', 'rtl'],
  ['Ada שלום', 'ltr'],
  ['👋', 'ltr'],
])('%s is written %s', (name, direction) => {
  expect(directionOf(name)).toBe(direction);
});
