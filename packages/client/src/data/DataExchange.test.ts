import { DATA_MAX_BYTES, DATA_RATES, decodeData, encodeData } from '@ottogi/protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ClientError } from '../errors.ts';
import { DataExchange, type SendDataOptions } from './DataExchange.ts';
import type { DataLane } from './DataLane.ts';
import { UNRECEIVED_MAX_BYTES } from './Incoming.ts';
import type { RelayLane } from './RelayLane.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  for (const { exchange } of Object.values(people)) exchange.close();
  vi.useRealTimers();
});

type Name = 'ada' | 'bob' | 'cem';
const NAMES: readonly Name[] = ['ada', 'bob', 'cem'];

/** A way that loses what it is told to lose. */
class TestLane implements DataLane {
  isOpen = true;
  loses = false;
  bufferedBytes = 0;
  asked = 0;
  readonly sent: Uint8Array<ArrayBuffer>[] = [];
  readonly #carry: (frame: Uint8Array<ArrayBuffer>) => void;

  constructor(carry: (frame: Uint8Array<ArrayBuffer>) => void) {
    this.#carry = carry;
  }

  open(): void {
    this.asked += 1;
  }

  send(frame: Uint8Array<ArrayBuffer>): void {
    if (!this.isOpen) throw new Error('not open');
    this.sent.push(frame);
    if (!this.loses) this.#carry(frame);
  }
}

interface TestPerson {
  exchange: DataExchange;
  links: Map<string, TestLane>;
  relay: TestLane;
  others: string[];
  received: string[];
  roomMade: () => void;
}

let people: Record<Name, TestPerson>;
beforeEach(() => {
  people = { ada: person('ada'), bob: person('bob'), cem: person('cem') };
});

function person(name: Name): TestPerson {
  const self: TestPerson = {
    links: new Map(),
    relay: new TestLane((frame) => relayed(name, frame)),
    others: NAMES.filter((each) => each !== name),
    received: [],
    roomMade: () => {},
    exchange: new DataExchange(name, {
      others: () => self.others,
      direct: (peerId) => {
        const lane = self.links.get(peerId);
        return lane?.isOpen ? lane : null;
      },
      relay: () => self.relay as unknown as RelayLane,
      received: (peerId, { label, bytes }) =>
        self.received.push(`${peerId} ${label}: ${new TextDecoder().decode(bytes)}`),
      roomMade: () => self.roomMade(),
    }),
  };
  return self;
}

/** As the server passes it on. */
function relayed(from: Name, raw: Uint8Array<ArrayBuffer>): void {
  const frame = decodeData(raw)!;
  const ends =
    frame.ends.length > 0 ? frame.ends : NAMES.map((peerId) => ({ peerId, seq: 0, base: 0 }));
  for (const { peerId, seq, base } of ends) {
    if (peerId === from) continue;
    const passed = encoded({ ...frame, ends: [{ peerId: from, seq, base }] });
    people[peerId as Name].exchange.receive(null, passed);
  }
}

function encoded(frame: Parameters<typeof encodeData>[0]): ArrayBuffer {
  return encodeData(frame).buffer;
}

function link(one: Name, other: Name): [TestLane, TestLane] {
  const [there, back] = [one, other].map((to, index) => {
    const from = index === 0 ? other : one;
    return new TestLane((frame) => people[from].exchange.receive(to, frame.buffer));
  }) as [TestLane, TestLane];
  people[one].links.set(other, there);
  people[other].links.set(one, back);
  for (const name of [one, other]) people[name].exchange.update();
  return [there, back];
}

function send(from: Name, text: string, to: Name[] | null = null, options: SendDataOptions = {}) {
  people[from].exchange.send('say', new TextEncoder().encode(text), to, options);
}

function codeOf(attempt: () => void): string {
  try {
    attempt();
    return 'no error';
  } catch (error) {
    return (error as ClientError).code;
  }
}

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => `ada say: ${from + at}`);

test('over the server one frame reaches everybody, or those whom it names', () => {
  send('ada', 'hello');
  expect(people.ada.relay.sent).toHaveLength(1);
  send('ada', 'psst', ['cem']);
  send('ada', 'now', null, { ordered: false });
  expect(people.bob.received).toEqual(['ada say: hello', 'ada say: now']);
  expect(people.cem.received).toEqual(['ada say: hello', 'ada say: psst', 'ada say: now']);
  expect(people.ada.received).toEqual([]);
});

test('to whom there is a link it goes over that, and over the server to the others', () => {
  const [there] = link('ada', 'bob');
  send('ada', 'hello');
  send('ada', 'now', null, { ordered: false });
  expect(there.sent).toHaveLength(2);
  expect(
    people.ada.relay.sent.map((raw) => decodeData(raw)?.ends.map((end) => end.peerId)),
  ).toEqual([['cem'], ['cem']]);
  for (const name of ['bob', 'cem'] as const) {
    expect(people[name].received).toEqual(['ada say: hello', 'ada say: now']);
  }
});

test('what is lost on the way comes again, once and in order', () => {
  people.ada.relay.loses = true;
  send('ada', '1');
  people.ada.relay.loses = false;
  send('ada', '2');
  expect(people.bob.received).toEqual([]);
  vi.advanceTimersByTime(3_000);
  expect(people.bob.received).toEqual(numbers(1, 2));
  vi.advanceTimersByTime(60_000);
  expect(people.bob.received).toEqual(numbers(1, 2));
});

test('a lost receipt costs a message that is known already', () => {
  people.bob.relay.loses = true;
  send('ada', '1', ['bob']);
  vi.advanceTimersByTime(1_000);
  people.bob.relay.loses = false;
  vi.advanceTimersByTime(3_000);
  expect(people.bob.received).toEqual(['ada say: 1']);
  const sent = people.ada.relay.sent.length;
  vi.advanceTimersByTime(60_000);
  expect(people.ada.relay.sent).toHaveLength(sent);
});

test('through changes from way to way nothing is lost, and nothing comes twice', () => {
  let number = 0;
  const burst = () => {
    for (let count = 0; count < 5; count += 1) send('ada', String((number += 1)));
  };
  burst();
  const [there] = link('ada', 'bob');
  burst();
  there.loses = true;
  burst();
  // The link is found dead, and what was under way on it goes over the server.
  there.isOpen = false;
  people.ada.exchange.update();
  burst();
  people.ada.relay.loses = true;
  burst();
  link('ada', 'bob');
  burst();
  people.ada.relay.loses = false;
  vi.advanceTimersByTime(10_000);
  for (const name of ['bob', 'cem'] as const) {
    expect(people[name].received).toEqual(numbers(1, number));
  }
});

test('what has no way waits for one, up to a bound, and then nobody is sent anything', () => {
  people.ada.relay.isOpen = false;
  const large = 'x'.repeat(DATA_MAX_BYTES);
  send('ada', 'first');
  expect(people.ada.relay.asked).toBeGreaterThan(0);
  let sent = 0;
  let code = 'no error';
  while (code === 'no error' && sent < 100) {
    code = codeOf(() => send('ada', large, ['bob']));
    if (code === 'tooManyRequests') {
      code = 'no error';
      vi.advanceTimersByTime(1_000);
    } else if (code === 'no error') sent += 1;
  }
  expect(code).toBe('dataBlocked');
  expect(sent).toBe(UNRECEIVED_MAX_BYTES / DATA_MAX_BYTES - 1);
  expect(codeOf(() => send('ada', large))).toBe('dataBlocked');
  people.ada.relay.isOpen = true;
  people.ada.exchange.update();
  expect(people.bob.received).toHaveLength(1 + sent);
  expect(people.cem.received).toEqual(['ada say: first']);
});

test('what is in no order goes now or not at all', () => {
  people.ada.relay.isOpen = false;
  expect(codeOf(() => send('ada', 'now', null, { ordered: false }))).toBe('dataBlocked');
  link('ada', 'bob');
  send('ada', 'now', null, { ordered: false });
  people.ada.relay.isOpen = true;
  vi.advanceTimersByTime(5_000);
  expect([people.bob.received, people.cem.received]).toEqual([['ada say: now'], []]);
});

test('nobody else, too large, too often: refused in words, and nothing is sent', () => {
  expect(codeOf(() => send('ada', 'x', ['dan' as Name]))).toBe('notFound');
  expect(codeOf(() => send('ada', 'x', ['ada']))).toBe('notFound');
  expect(codeOf(() => send('ada', 'x'.repeat(DATA_MAX_BYTES + 1)))).toBe('messageTooLarge');
  const longLabel = () => people.ada.exchange.send('손'.repeat(22), new Uint8Array(), null, {});
  expect(codeOf(longLabel)).toBe('messageTooLarge');
  for (let count = 0; count < DATA_RATES.messages.burst; count += 1) send('ada', String(count));
  expect(codeOf(() => send('ada', 'one more'))).toBe('tooManyRequests');
  vi.advanceTimersByTime(10);
  expect(codeOf(() => send('ada', 'one more'))).toBe('no error');
  expect(people.bob.received).toHaveLength(DATA_RATES.messages.burst + 1);
});

test('who is alone sends to nobody', () => {
  people.ada.others = [];
  send('ada', 'hello');
  send('ada', 'hello', null, { ordered: false });
  expect(people.ada.relay.sent).toEqual([]);
});

test('over a link nobody speaks for somebody else, or for the server', () => {
  const claims = (kind: 'message' | 'unreachable', peerId: Name) =>
    encoded({
      kind,
      ends: [{ peerId, seq: 0, base: 0 }],
      label: 'say',
      bytes: new Uint8Array(),
    });
  people.bob.exchange.receive('ada', claims('message', 'cem'));
  people.bob.exchange.receive('ada', claims('unreachable', 'ada'));
  people.bob.exchange.receive('ada', new Uint8Array([9, 9, 9]).buffer);
  expect(people.bob.received).toEqual([]);
  send('bob', 'hello', ['ada']);
  expect(people.ada.received).toEqual(['bob say: hello']);
});

test('for whom the server lets nothing pass nothing waits', () => {
  people.ada.relay.loses = true;
  send('ada', 'hello', ['bob']);
  people.ada.exchange.receive(
    null,
    encoded({
      kind: 'unreachable',
      ends: [{ peerId: 'bob', seq: 0, base: 0 }],
      label: '',
      bytes: new Uint8Array(),
    }),
  );
  people.ada.relay.sent.length = 0;
  send('ada', 'again', ['bob']);
  vi.advanceTimersByTime(60_000);
  expect(people.ada.relay.sent).toEqual([]);
});

test('whoever leaves and comes back as the same peer is sent what is new', () => {
  send('ada', '1');
  people.ada.relay.loses = true;
  send('ada', '2', ['bob']);
  people.ada.exchange.left('bob');
  people.bob.exchange.left('ada');
  people.ada.relay.loses = false;
  send('ada', '3');
  vi.advanceTimersByTime(5_000);
  expect(people.bob.received).toEqual(['ada say: 1', 'ada say: 3']);
});

test('for whom nobody sees in the call any more nothing waits for ever', () => {
  people.ada.relay.loses = true;
  send('ada', 'hello', ['bob']);
  people.ada.others = ['cem'];
  vi.advanceTimersByTime(61_000);
  people.ada.relay.sent.length = 0;
  people.ada.others = ['bob', 'cem'];
  vi.advanceTimersByTime(10_000);
  expect(people.ada.relay.sent).toEqual([]);
});

/** Sends parts of a KiB for so long, whenever there is room. @returns How many. */
function stream(forMs: number): number {
  let parts = 0;
  const part = new Uint8Array(1024);
  const pump = () => {
    while (parts < 5_000 && people.ada.exchange.sendPart('part', part, 'bob')) parts += 1;
  };
  people.ada.roomMade = pump;
  pump();
  vi.advanceTimersByTime(forMs);
  people.ada.roomMade = () => {};
  return parts;
}

test('parts of something large go over a link as fast as they are received there', () => {
  const [there] = link('ada', 'bob');
  expect(stream(0)).toBeGreaterThanOrEqual(5_000);
  vi.advanceTimersByTime(1_000);
  there.loses = true;
  expect(stream(0)).toBe(256);
  // Beside them there is room for everything else.
  send('ada', 'hello', ['bob']);
  there.loses = false;
  vi.advanceTimersByTime(10_000);
  expect(people.bob.received.at(-1)).toBe('ada say: hello');
});

test('over the server they take what it takes from one peer, and leave room for messages', () => {
  const { burst, refillMs } = DATA_RATES.messages;
  expect(stream(1_000)).toBe(burst / 2 + 1_000 / refillMs);
  for (let count = 0; count < burst / 2; count += 1) send('ada', 'hello', ['cem']);
  expect(people.cem.received).toHaveLength(burst / 2);
  expect(codeOf(() => send('ada', 'hello', ['cem']))).toBe('tooManyRequests');
});

test('parts wait where there is no way, and for whom nobody sees in the call', () => {
  people.ada.relay.isOpen = false;
  expect(stream(1_000)).toBe(0);
  people.ada.relay.isOpen = true;
  people.ada.others = ['cem'];
  expect(stream(1_000)).toBe(0);
  people.ada.others = ['bob', 'cem'];
  expect(stream(0)).toBeGreaterThan(0);
});
