import { MEMBER } from '@ottogi/protocol';
import { expect, test } from 'vitest';
import { TestClock } from '../testing/TestClock.ts';
import { Tickets } from './Tickets.ts';

const TICKET = { roomId: 'lounge', asker: { personId: 'ada', grants: MEMBER } };

const MINUTE_MS = 60_000;

test('a ticket is unguessable, good for an hour after it was last given, and forgotten then', () => {
  const clock = new TestClock();
  const tickets = new Tickets(clock);
  const first = tickets.issue(TICKET);
  expect(first).toMatch(/^[\w-]{22}$/);
  clock.advance(15 * MINUTE_MS);
  expect(tickets.issue(TICKET)).toBe(first);
  clock.advance(1);
  const second = tickets.issue(TICKET);
  expect(second).not.toBe(first);
  clock.advance(60 * MINUTE_MS - 2);
  expect(tickets.read(first)).toMatchObject(TICKET);
  clock.advance(1);
  expect(tickets.read(first)).toBeUndefined();
  expect(tickets.read(second)).toMatchObject(TICKET);
  expect(tickets.read('another')).toBeUndefined();
});

test('nobody is given the ticket of another room, person or right', () => {
  const tickets = new Tickets(new TestClock());
  const { asker } = TICKET;
  const grants = { ...MEMBER, moderate: !MEMBER.moderate };
  const others = [
    { ...TICKET, roomId: 'kitchen' },
    { ...TICKET, asker: { ...asker, personId: 'bob' } },
    { ...TICKET, asker: { ...asker, grants } },
  ];
  expect(new Set([TICKET, ...others].map((each) => tickets.issue(each))).size).toBe(4);
});
