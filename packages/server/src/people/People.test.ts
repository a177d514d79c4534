import { expect, test } from 'vitest';
import { createLogger } from '../logger.ts';
import type { PersonRecord } from '../store/Store.ts';
import { TestClock } from '../testing/TestClock.ts';
import { People } from './People.ts';

test('where the store is slow nobody waits for it, and who somebody is comes later', async () => {
  const clock = new TestClock();
  const read = Promise.withResolvers<PersonRecord | null>();
  const store = { person: () => read.promise, putPerson: async () => undefined };
  const people = new People({
    store,
    newestSeqs: () => ({}),
    createId: () => 'new',
    clock,
    logger: createLogger('silent', 'json'),
  });
  const entering = people.enter('ada-has-a-secret-of-128-bits');
  clock.advance(1_000);
  const ada = await entering;
  expect(ada.name).toBeNull();
  const changed = new Promise((resolve) => {
    ada.once('changed', resolve);
  });
  const { personId } = ada;
  const known = { personId, name: 'Ada', hue: 7, favourites: [], readSeqs: {}, lastLocation: null };
  read.resolve({ ...known, createdAt: 1, seenAt: 2 });
  expect(await changed).toEqual(known);
  expect(ada.name).toBe('Ada');
  expect(clock.pending).toBe(0);
});
