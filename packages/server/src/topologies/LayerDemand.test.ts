import { beforeEach, expect, test } from 'vitest';
import { TestClock } from '../testing/TestClock.ts';
import { LayerDemand, type WantedLayer } from './LayerDemand.ts';

let clock: TestClock;
let told: WantedLayer[];
let demand: LayerDemand;
beforeEach(() => {
  clock = new TestClock();
  told = [];
  demand = new LayerDemand(3, clock.after, (wanted) => told.push(wanted));
});

test('what was just published has two seconds to find somebody who watches it', () => {
  clock.advance(1_999);
  expect(told).toEqual([]);
  demand.wish('a', null);
  clock.advance(60_000);
  expect(told).toEqual([]);
  expect(clock.pending).toBe(0);
});

test('what nobody watches is told once, after two seconds', () => {
  clock.advance(1_999);
  expect(told).toEqual([]);
  clock.advance(60_000);
  expect(told).toEqual([-1]);
  expect(demand.told).toBe(-1);
});

test('a rise is told at once, and the largest wish counts', () => {
  clock.advance(2_000);
  demand.wish('a', 0);
  demand.wish('b', 1);
  demand.wish('c', 0);
  expect(told).toEqual([-1, 0, 1]);
});

test('the last layer is the best, and a layer that does not exist too', () => {
  clock.advance(2_000);
  demand.wish('a', 2);
  demand.wish('b', 7);
  demand.wish('a', -1);
  clock.advance(2_000);
  expect(told).toEqual([-1, null]);
});

test('pages turned back and forth make nobody flap', () => {
  demand.wish('a', null);
  for (let page = 0; page < 10; page += 1) {
    demand.wish('a', -1);
    clock.advance(1_500);
    demand.wish('a', null);
    clock.advance(100);
  }
  expect(told).toEqual([]);
});

test('a fall goes as low as it was all the time, then lower once that has lasted', () => {
  demand.wish('a', null);
  demand.wish('a', 0);
  clock.advance(1_000);
  demand.wish('a', 1);
  clock.advance(500);
  demand.wish('a', -1);
  clock.advance(500);
  expect(told).toEqual([1]);
  clock.advance(2_000);
  expect(told).toEqual([1, -1]);
});

test('a consumer that wants nothing or says the same again changes nothing', () => {
  demand.wish('a', 0);
  demand.wish('b', -1);
  demand.wish('b', -1);
  clock.advance(2_000);
  demand.wish('a', 0);
  demand.wish('gone', -1);
  clock.advance(2_000);
  expect(told).toEqual([0]);
});

test('nothing is told of what is over', () => {
  demand.wish('a', 0);
  demand.close();
  demand.wish('a', -1);
  clock.advance(10_000);
  expect(told).toEqual([]);
  expect(clock.pending).toBe(0);
});
