import type { Fact } from '@ottogi/protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Broadcast, type Listener } from './Broadcast.ts';

/** How long it takes to tell a listener. */
const TELLING_MS = 10;

/** What was told, each message a line. */
let told: string[][];
let listener: Listener;
let broadcast: Broadcast<Listener>;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'setImmediate', 'clearImmediate'] });
  told = [];
  let held: string[] = [];
  listener = {
    notify: ({ name }) => told.push([name]),
    hold: ({ data }) => held.push('roomId' in data ? data.roomId : ''),
    release: () => {
      if (held.length === 0) return;
      told.push(held);
      held = [];
      vi.advanceTimersByTime(TELLING_MS);
    },
  };
  broadcast = new Broadcast(new Set([listener]));
});

afterEach(() => vi.useRealTimers());

const tell = (...roomIds: string[]) => {
  for (const roomId of roomIds) broadcast.tell(listener, closed(roomId));
};

const closed = (roomId: string): Fact => ({ name: 'roomClosed', data: { roomId } });

test('facts of one turn go together, at once', () => {
  tell('a', 'b');
  expect(told).toEqual([]);
  vi.advanceTimersByTime(0);
  expect(told).toEqual([['a', 'b']]);
});

test('what comes next waits until the others had twice the time that telling took', () => {
  tell('a');
  vi.advanceTimersByTime(0);
  tell('b');
  vi.advanceTimersByTime(2 * TELLING_MS - 1);
  tell('c');
  expect(told).toEqual([['a']]);
  vi.advanceTimersByTime(1);
  expect(told).toEqual([['a'], ['b', 'c']]);
});

test('after a while in which nothing happened nobody waits', () => {
  tell('a');
  vi.advanceTimersByTime(1_000);
  tell('b');
  vi.advanceTimersByTime(0);
  expect(told).toEqual([['a'], ['b']]);
});

test('what nobody misses later is told or dropped now', () => {
  broadcast.tell(listener, { name: 'speakersChanged', data: { roomId: 'a', peerIds: [] } });
  expect(told).toEqual([['speakersChanged']]);
});

test('what is held can be told before its time, and is not told again', () => {
  tell('a');
  broadcast.release();
  vi.advanceTimersByTime(1_000);
  expect(told).toEqual([['a']]);
});
