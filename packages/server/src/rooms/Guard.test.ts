import { MEMBER } from '@ottogi/protocol';
import { expect, test } from 'vitest';
import { Guard, isForgettable, REMOVAL_KEPT_MS } from './Guard.ts';
import type { Visitor } from './Visitor.ts';

const HOUR = 3_600_000;
const ROOM = { roomId: 'lounge', ownerId: 'ada', moderatorIds: ['bob'], passwordHash: null };
const ADDRESS = '2001:db8:1:2::/64';

function visitor(personId: string, address = '192.0.2.7'): Visitor {
  return {
    personId,
    grants: MEMBER,
    address,
    unlocked: new Map(),
    guesses: { take: () => undefined, giveBack: () => undefined },
    entry: null,
    lobby: null,
  };
}

function answer(guard: Guard, who: Visitor, inside = false): string {
  try {
    guard.check(ROOM, who, inside);
    return 'welcome';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

function guardAgainst(forMs: number | null, at = Date.now()): Guard {
  const guard = new Guard();
  guard.put(guard.ban({ personId: 'eve', name: 'Eve', addresses: [ADDRESS] }, forMs, at));
  return guard;
}

test('a ban holds for the person wherever they are, and for the address whoever comes from it', () => {
  const guard = guardAgainst(null);
  expect(answer(guard, visitor('eve'))).toBe('banned');
  expect(answer(guard, visitor('eve', ADDRESS), true)).toBe('banned');
  expect(answer(guard, visitor('mallory', ADDRESS))).toBe('banned');
  expect(answer(guard, visitor('mallory'))).toBe('welcome');
});

test('no address keeps out who is in the call, or moderates', () => {
  const guard = guardAgainst(null);
  expect(answer(guard, visitor('mallory', ADDRESS), true)).toBe('welcome');
  expect(answer(guard, visitor('ada', ADDRESS))).toBe('welcome');
  expect(answer(guard, visitor('bob', ADDRESS))).toBe('welcome');
});

test.each([
  { forMs: null, after: 25 * HOUR, person: 'banned' },
  { forMs: 48 * HOUR, after: 25 * HOUR, person: 'banned' },
  { forMs: HOUR, after: 2 * HOUR, person: 'welcome' },
])('an address is free after a day at most: $forMs', ({ forMs, after, person }) => {
  const guard = guardAgainst(forMs, Date.now() - after);
  expect(answer(guard, visitor('eve'))).toBe(person);
  expect(answer(guard, visitor('mallory', ADDRESS))).toBe('welcome');
});

test('a ban that is taken back keeps nobody out, and still says that somebody was removed', () => {
  const guard = guardAgainst(null);
  const lifted = guard.lifted('eve', Date.now());
  guard.put(lifted!);
  expect(answer(guard, visitor('eve', ADDRESS))).toBe('welcome');
  expect(guard.list(Date.now())).toEqual([]);
  expect(guard.removals('eve')).toBe(1);
  expect(guard.lifted('eve', Date.now())).toBeNull();
  expect(guard.lifted('nobody', Date.now())).toBeNull();
});

test('each removal counts, bans nobody, and ends no ban', () => {
  const guard = new Guard();
  expect(guard.removals('eve')).toBe(0);
  for (const count of [1, 2]) {
    guard.put(guard.removal('eve', 'Eve', Date.now()));
    expect(guard.removals('eve')).toBe(count);
  }
  expect(answer(guard, visitor('eve'))).toBe('welcome');
  const banned = guardAgainst(null);
  banned.put(banned.removal('eve', 'Eve', Date.now()));
  expect(answer(banned, visitor('eve'))).toBe('banned');
  expect(banned.removals('eve')).toBe(2);
});

test('what is long over may be forgotten, what holds may not', () => {
  const now = Date.now();
  const guard = new Guard();
  const removal = guard.removal('eve', 'Eve', now);
  expect(isForgettable(removal, now + REMOVAL_KEPT_MS - 1)).toBe(false);
  expect(isForgettable(removal, now + REMOVAL_KEPT_MS)).toBe(true);
  expect(isForgettable({ ...removal, until: null }, now + 1000 * REMOVAL_KEPT_MS)).toBe(false);
});

test('so many are kept out and no more; what is over makes place', () => {
  const now = Date.now();
  const guard = new Guard();
  const ban = (index: number, forMs: number | null) =>
    guard.put(guard.ban({ personId: `p${index}`, name: 'P', addresses: [] }, forMs, now));
  ban(0, 0);
  for (let index = 1; index < 1000; index += 1) ban(index, null);
  ban(1000, null);
  expect(() => ban(1001, null)).toThrow('kept out already');
  // Whoever is kept out already takes no place of anybody.
  ban(1000, HOUR);
});
