import type { RequestInput } from '@ottogi/protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ClientError, type ClientErrorCode } from './errors.ts';
import { SelfPerson } from './SelfPerson.ts';
import type { Requests } from './Signal.ts';
import { person, settle } from './testing/fakes.ts';

let told: RequestInput<'updatePerson'>[];
let failures: ClientErrorCode[];
let names: string[];
let self: SelfPerson;

beforeEach(() => {
  vi.useFakeTimers();
  [told, failures, names] = [[], [], []];
  const request: Requests['request'] = async (_name, data, received) => {
    const changes = data as RequestInput<'updatePerson'>;
    told.push(changes);
    const failure = failures.shift();
    if (failure) throw new ClientError(failure, 'no');
    const ack = { person: { ...person('ada'), ...changes } };
    received?.(ack as never);
    return ack as never;
  };
  self = new SelfPerson({
    signal: { request },
    changed: () => {},
    renamed: (name) => names.push(name),
  });
});

afterEach(() => {
  vi.useRealTimers();
});

test('what is changed without a connection is told with the next one', async () => {
  const changing = [self.update({ name: 'Ada' }), self.update({ hue: 7 })];
  await settle();
  // A call that is joined again meanwhile is joined under this name.
  expect([told, names]).toEqual([[], ['Ada']]);
  self.connected();
  await Promise.all(changing);
  expect(told).toEqual([{ name: 'Ada' }, { hue: 7 }]);
});

test('what may not have been heard is told again, in order', async () => {
  self.connected();
  failures = ['storeUnavailable', 'serverUnreachable'];
  const changing = [self.update({ hue: 1 }), self.update({ hue: 2 })];
  await vi.advanceTimersByTimeAsync(1_000);
  self.disconnected();
  self.connected();
  await Promise.all(changing);
  expect(told.map(({ hue }) => hue)).toEqual([1, 1, 1, 2]);
});

test('what the server refuses is said, and keeps nothing back', async () => {
  self.connected();
  failures = ['invalidRequest'];
  const refused = self.update({ name: ' ' });
  const taken = self.update({ hue: 2 });
  await expect(refused).rejects.toMatchObject({ code: 'invalidRequest' });
  await taken;
  expect(told).toHaveLength(2);
});
