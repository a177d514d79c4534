import { expect, test } from 'vitest';
import type { MediaRouter, ProducerLevel } from '../media/MediaRouter.ts';
import { RoomLevels } from './RoomLevels.ts';

// What they are does not matter here, only which.
const [one, other] = [{}, {}] as [MediaRouter, MediaRouter];

function level(producerId: string, dbov: number): ProducerLevel {
  return { producerId, level: dbov };
}

test('what one router hears is told as it comes', () => {
  const levels = new RoomLevels();
  expect(levels.hear(one, [level('ada', -20)])).toEqual([level('ada', -20)]);
  expect(levels.hear(one, [])).toEqual([]);
});

test('with two it is told no more often, the loudest first', () => {
  const levels = new RoomLevels();
  levels.hear(one, [level('ada', -30)]);
  expect(levels.hear(other, [level('bob', -10)])).toBeNull();
  const both = [level('bob', -10), level('ada', -20)];
  expect(levels.hear(one, [level('ada', -20)])).toEqual(both);
});

test('where the one that keeps the beat falls silent, another one takes it', () => {
  const levels = new RoomLevels();
  levels.hear(one, [level('ada', -30)]);
  levels.hear(other, [level('bob', -10)]);
  expect(levels.hear(one, [])).toEqual([level('bob', -10)]);
  expect(levels.hear(other, [level('bob', -12)])).toEqual([level('bob', -12)]);
  expect(levels.hear(other, [])).toEqual([]);
});

test('whoever was heard on a router that is gone is heard no more', () => {
  const levels = new RoomLevels();
  levels.hear(one, [level('ada', -30)]);
  levels.hear(other, [level('bob', -10)]);
  expect(levels.forget(one)).toEqual([level('bob', -10)]);
  expect(levels.hear(other, [level('bob', -12)])).toEqual([level('bob', -12)]);
});

test('no more are told than one router tells', () => {
  const levels = new RoomLevels();
  const loud = Array.from({ length: 10 }, (_, index) => level(`loud ${index}`, -index));
  levels.hear(one, loud);
  levels.hear(other, [level('quiet', -60)]);
  expect(levels.hear(one, loud)).toEqual(loud);
});
