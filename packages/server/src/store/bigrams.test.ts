import { expect, test } from 'vitest';
import { indexTokens, matchTokens } from './bigrams.ts';

const 회 = '00d68c';
const 의 = '00c758';
const A = '000061';

test('a word is its pairs, and its last character', () => {
  expect(indexTokens('회의 a')).toBe(`${회}${의} ${의} ${A}`);
});

test('width, composition and case make no difference', () => {
  expect(indexTokens('Ａ')).toBe(A);
  expect(indexTokens('회의'.normalize('NFD'))).toBe(indexTokens('회의'));
  expect(indexTokens('ΟΔΟΣ')).toBe(indexTokens('οδοσ'));
});

test('a character beyond the first plane is one character', () => {
  expect(indexTokens('🎉')).toBe('01f389');
});

test('a text is looked for by phrases, a single character by what begins with it', () => {
  expect(matchTokens(' 회의a\t의 회의a')).toBe(`"${회}${의} ${의}${A}" AND "${의}" *`);
});

test('what unfolds to far more than was written is indexed as far as a message reaches', () => {
  const unfolds = '\uFDFA'.repeat(4_000);
  expect(indexTokens(unfolds).split(' ').length).toBeLessThanOrEqual(8_000);
  expect(indexTokens('회'.repeat(4_000)).split(' ')).toHaveLength(4_000);
});

test('in a text without words there is nothing to look for', () => {
  expect(matchTokens(' \n\u3000')).toBeNull();
});
