import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RequestInput } from '@ottogi/protocol';
import { ClientError, type ClientErrorCode } from './errors.ts';
import { Participation, type PeerWish } from './Participation.ts';
import type { Requests } from './Signal.ts';
import { settle } from './testing/fakes.ts';

const DOWN: PeerWish = { deafened: false, handRaised: false };

let told: PeerWish[];
let failures: ClientErrorCode[];
let release: (() => void) | null;
let held: Promise<void>;
let participation: Participation;

beforeEach(() => {
  vi.useFakeTimers();
  [told, failures, release, held] = [[], [], null, Promise.resolve()];
  const request = async (_name: string, data: RequestInput<'updatePeer'>): Promise<object> => {
    told.push(data as PeerWish);
    await held;
    const failure = failures.shift();
    if (failure) throw new ClientError(failure, 'no');
    return {};
  };
  participation = new Participation({ request } as unknown as Requests, () => {});
});

afterEach(() => {
  vi.useRealTimers();
});

function hold(): void {
  held = new Promise((resolve) => {
    release = resolve;
  });
}

test('before a call it is a wish, which the join tells', async () => {
  await participation.set({ deafened: true });
  expect([participation.wish, told]).toEqual([{ ...DOWN, deafened: true }, []]);
  participation.entered({ told: participation.wish, how: 'new' });
  await settle();
  expect(told).toEqual([]);
});

test('however quickly it changes, the last wish is what everybody knows', async () => {
  participation.entered({ told: DOWN, how: 'new' });
  hold();
  const changes = [true, false, true, false, true].map((handRaised) =>
    participation.set({ handRaised }),
  );
  release?.();
  await Promise.all(changes);
  expect(told.at(-1)).toEqual({ ...DOWN, handRaised: true });
  expect(told.length).toBeLessThan(4);
});

test('what changed while the join was on its way is told after it', async () => {
  await participation.set({ deafened: true, handRaised: true });
  participation.entered({ told: DOWN, how: 'again' });
  await settle();
  expect(told).toEqual([{ deafened: true, handRaised: true }]);
});

test('a hand that was raised in another room is lowered', async () => {
  await participation.set({ handRaised: true });
  participation.entered({ told: DOWN, how: 'moved' });
  await settle();
  expect([participation.wish, told]).toEqual([DOWN, []]);
});

test('what may not have been heard is told again', async () => {
  participation.entered({ told: DOWN, how: 'new' });
  failures = ['timeout'];
  await participation.set({ handRaised: true });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(told).toHaveLength(2);
});

test('an answer of a membership that is over says nothing of the next one', async () => {
  participation.entered({ told: DOWN, how: 'new' });
  hold();
  void participation.set({ handRaised: true });
  await settle();
  participation.exited();
  participation.entered({ told: DOWN, how: 'again' });
  release?.();
  await settle();
  expect(told).toHaveLength(2);
});

test('media that is renewed tells nothing: what was not heard before is told again', async () => {
  participation.entered({ told: DOWN, how: 'new' });
  failures = ['serverUnreachable'];
  await participation.set({ deafened: true });
  participation.entered({ told: null, how: 'again' });
  await settle();
  expect(told).toEqual([
    { ...DOWN, deafened: true },
    { ...DOWN, deafened: true },
  ]);
});
