import { MEMBER } from '@ottogi/protocol';
import { expect, test } from 'vitest';
import { TestClock } from '../testing/TestClock.ts';
import { Tickets } from './Tickets.ts';

const TICKET = { roomId: 'lounge', asker: { personId: 'ada', grants: MEMBER } };

test('a ticket is unguessable, good for an hour, and forgotten then', () => {
  const clock = new TestClock();
  const tickets = new Tickets(clock);
  const [first, second] = [tickets.issue(TICKET), tickets.issue(TICKET)];
  expect(first).toMatch(/^[\w-]{22}$/);
  expect(second).not.toBe(first);
  clock.advance(59 * 60_000);
  expect(tickets.read(first)).toMatchObject(TICKET);
  clock.advance(60_000);
  expect(tickets.read(first)).toBeUndefined();
  expect(tickets.read('another')).toBeUndefined();
});
