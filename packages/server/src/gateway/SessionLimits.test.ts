import { expect, test } from 'vitest';
import { AddressBook } from '../limits/AddressBook.ts';
import { LIMITS } from '../limits/limits.ts';
import { TestClock } from '../testing/TestClock.ts';
import { SessionLimits } from './SessionLimits.ts';

test('tabs share what a person may ask, however long one of them was quiet', () => {
  const clock = new TestClock();
  const requests = { ...LIMITS.requests, ofPerson: { burst: 30, refillMs: 60_000 } };
  const book = new AddressBook({ ...LIMITS, requests }, clock);
  const quiet = new SessionLimits(book, '192.0.2.1', 'ada');
  clock.advance(120_000);
  const other = new SessionLimits(book, '192.0.2.2', 'ada');
  quiet.take('join');
  expect(() => other.take('join')).toThrow(/too many/);
});
