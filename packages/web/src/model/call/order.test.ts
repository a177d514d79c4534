import { expect, test } from 'vitest';
import { orderAfter, type Standing } from './order.ts';
import type { Speech } from './speech.ts';

const NOW = 100_000;
const PER_PAGE = 4;

function people(...ids: string[]): Standing[] {
  return ids.map((peerId) => ({
    peerId,
    own: peerId === 'me',
    handRaised: false,
    hasPicture: false,
  }));
}

const talking = (...ids: string[]): Speech =>
  new Map(ids.map((id) => [id, { since: NOW - 2_000, last: NOW }]));

const after = (
  previous: string[],
  standing: Standing[],
  speech: Speech = new Map(),
  perPage = PER_PAGE,
) => orderAfter(previous, standing, speech, NOW, perPage);

test('newcomers come last, and oneself is the last of the first page', () => {
  expect(after([], people('me', 'a', 'b'))).toEqual(['a', 'b', 'me']);
  expect(after(['a', 'b', 'me'], people('me', 'a', 'b', 'c', 'd'))).toEqual([
    'a',
    'b',
    'c',
    'me',
    'd',
  ]);
});

test('who leaves makes room, and nobody else moves', () => {
  expect(after(['a', 'b', 'c', 'me', 'd'], people('me', 'a', 'c', 'd'))).toEqual([
    'a',
    'c',
    'd',
    'me',
  ]);
});

test('whoever talks on a later page changes places with the one who has been quiet the longest', () => {
  const before = ['a', 'b', 'c', 'me', 'd', 'e'];
  const speech = new Map([
    ...talking('e'),
    ['a', { since: 0, last: 90_000 }],
    ['b', { since: 0, last: 10_000 }],
    ['c', { since: 0, last: 50_000 }],
  ]);
  expect(after(before, people('me', 'a', 'b', 'c', 'd', 'e'), speech)).toEqual([
    'a',
    'e',
    'c',
    'me',
    'd',
    'b',
  ]);
});

test('while all on the first page talk, nobody is moved from it', () => {
  const before = ['a', 'b', 'c', 'me', 'd'];
  const all = people('me', 'a', 'b', 'c', 'd');
  expect(after(before, all, talking('a', 'b', 'c', 'd'))).toBe(before);
});

test('a word is no reason to move', () => {
  const before = ['a', 'b', 'c', 'me', 'd'];
  const speech = new Map([['d', { since: NOW - 300, last: NOW }]]);
  expect(after(before, people('me', 'a', 'b', 'c', 'd'), speech)).toBe(before);
});

test('a raised hand and a picture come forward', () => {
  const before = ['a', 'b', 'c', 'me', 'd', 'e'];
  const all = people('me', 'a', 'b', 'c', 'd', 'e').map((standing) => ({
    ...standing,
    handRaised: standing.peerId === 'd',
    hasPicture: standing.peerId === 'e',
  }));
  const order = after(before, all);
  expect(order.slice(0, PER_PAGE)).toEqual(expect.arrayContaining(['d', 'e', 'me']));
  // And then stay where they are.
  expect(after([...order], all)).toEqual(order);
});

test('where one tile is a page, it is one’s own turn to wait', () => {
  expect(after([], people('me', 'a'), new Map(), 1)).toEqual(['me', 'a']);
});
