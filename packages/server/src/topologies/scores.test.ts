import { expect, test } from 'vitest';
import { isBetweenLayers, sameBand } from './scores.ts';

test('scores are told apart where one would see it', () => {
  const bands = [[0, 1, 2, 3], [4, 5, 6], [7, 8, 9], [10]];
  for (const [index, band] of bands.entries()) {
    for (const other of bands.keys()) {
      for (const score of band) {
        expect(sameBand(score, bands[other]![0]!)).toBe(other === index);
      }
    }
  }
});

test('a sender of whom no layer is selected is not a bad one, a silent one is', () => {
  const score = { score: 10, producerScore: 0 };
  expect(isBetweenLayers({ ...score, producerScores: [10, 0] })).toBe(true);
  expect(isBetweenLayers({ ...score, producerScores: [0, 0] })).toBe(false);
  expect(isBetweenLayers({ score: 10, producerScore: 3, producerScores: [3, 10] })).toBe(false);
});
