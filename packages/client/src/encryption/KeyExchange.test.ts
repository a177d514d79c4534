import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FrameOpener } from './FrameOpener.ts';
import { FrameSealer } from './FrameSealer.ts';
import type { StreamKind } from './frameFormat.ts';
import { KeyExchange, type PeerTrust } from './KeyExchange.ts';
import { OwnKeys } from './OwnKeys.ts';
import { createIdentity, readMessage } from './Pairing.ts';
import { deriveRoomKey, shortCode } from './roomSecret.ts';

const VOICE: StreamKind = { source: 'microphone', codec: 'opus' };
const ROOM = 'vault';

const roomKeys = new Map<string, Awaited<ReturnType<typeof deriveRoomKey>>>();

async function roomKeyOf(secret: string) {
  const known = roomKeys.get(secret) ?? (await deriveRoomKey(secret, ROOM));
  roomKeys.set(secret, known);
  return known;
}

interface Letter {
  from: string;
  to: string;
  payload: string;
}

/** The server: who is in the call, and what goes between them. */
class Relay {
  readonly people = new Map<string, Somebody>();
  readonly letters: Letter[] = [];
  /** What it does with a letter; nothing more is delivered than it returns. */
  touch: (letter: Letter) => Letter[] = (letter) => [letter];

  deliver(letter: Letter): void {
    this.letters.push(letter);
    for (const { from, to, payload } of this.touch(letter)) {
      this.people.get(to)?.exchange.received(from, payload);
    }
  }

  async join(peerId: string, secret = 'sesame'): Promise<Somebody> {
    const others = [...this.people.keys()];
    const somebody = await Somebody.create(peerId, secret, this, others);
    this.people.set(peerId, somebody);
    this.#tell();
    return somebody;
  }

  leave(peerId: string): void {
    this.people.get(peerId)?.exchange.close();
    this.people.delete(peerId);
    this.#tell();
  }

  #tell(): void {
    const all = [...this.people.keys()];
    for (const [peerId, { exchange }] of this.people) {
      exchange.setPeers(all.filter((other) => other !== peerId));
    }
  }
}

class Somebody {
  readonly peerId: string;
  readonly sealer = new FrameSealer();
  readonly openers = new Map<string, FrameOpener>();
  readonly keys: OwnKeys;
  trust: ReadonlyMap<string, PeerTrust> = new Map();
  exchange!: KeyExchange;
  inUse = '';

  static async create(peerId: string, secret: string, relay: Relay, others: string[]) {
    const somebody = new Somebody(peerId);
    const roomKey = await roomKeyOf(secret);
    const identity = await createIdentity({ roomId: ROOM, peerId, roomKey });
    const owner = {
      send: (messages: { peerId: string; payload: string }[]) => {
        // As over a wire: later.
        for (const { peerId: to, payload } of messages) {
          queueMicrotask(() => relay.deliver({ from: peerId, to, payload }));
        }
      },
      keyReceived: (from: string, key: Parameters<FrameOpener['add']>[0]) => {
        const opener = somebody.openers.get(from) ?? new FrameOpener(() => performance.now());
        somebody.openers.set(from, opener);
        void opener.add(key);
      },
      trustChanged: (trust: ReadonlyMap<string, PeerTrust>) => {
        somebody.trust = trust;
      },
    };
    somebody.exchange = new KeyExchange(identity, somebody.keys, owner, others);
    return somebody;
  }

  private constructor(peerId: string) {
    this.peerId = peerId;
    this.keys = new OwnKeys((key) => {
      this.inUse = `${key.generation}.${key.step}`;
      void this.sealer.use(key);
    });
  }

  async hears(other: Somebody): Promise<boolean> {
    return this.opens(other, (await other.says())!);
  }

  says() {
    return this.sealer.seal(VOICE, new Uint8Array(40));
  }

  async opens({ peerId }: Somebody, frame: Uint8Array): Promise<boolean> {
    const opened = await this.openers.get(peerId)?.open(VOICE, frame);
    return opened?.status === 'opened';
  }
}

let relay: Relay;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  relay = new Relay();
});

afterEach(() => {
  for (const { exchange } of relay.people.values()) exchange.close();
  vi.useRealTimers();
});

/** Everybody of these has the keys of all others. */
async function allShare(...people: Somebody[]): Promise<void> {
  await expect
    .poll(async () => {
      const pairs = people.flatMap((one) =>
        people.filter((other) => other !== one).map((other) => one.hears(other)),
      );
      return (await Promise.all(pairs)).every(Boolean);
    })
    .toBe(true);
}

test('whoever has the secret understands everybody, and is understood', async () => {
  const people = [];
  for (const name of ['ada', 'ben', 'cem', 'dora']) people.push(await relay.join(name));
  await allShare(...people);
  for (const { trust } of people)
    expect([...trust.values()]).toEqual(['shared', 'shared', 'shared']);
  const codes = await Promise.all(people.map(({ exchange }) => exchange.code()));
  expect(new Set(codes).size).toBe(1);
  expect(codes[0]).toMatch(/^(\d{5} ){5}\d{5}$/);
});

test('of whoever has another secret both sides know, and neither understands the other', async () => {
  const [ada, ben] = [await relay.join('ada'), await relay.join('ben')];
  await allShare(ada, ben);
  const eve = await relay.join('eve', 'simsim');
  await expect.poll(() => [...eve.trust.values()]).toEqual(['otherKey', 'otherKey']);
  await expect.poll(() => ada.trust.get('eve')).toBe('otherKey');
  expect(eve.openers.size).toBe(0);
  expect(ada.openers.has('eve')).toBe(false);
  await allShare(ada, ben);
  expect(await ada.exchange.code()).toBe(await ben.exchange.code());
  expect(await eve.exchange.code()).not.toBe(await ada.exchange.code());
});

test('a relay that puts public keys of its own in between is understood by nobody', async () => {
  const forged = await createIdentity({ roomId: ROOM, peerId: 'x', roomKey: await roomKeyOf('?') });
  relay.touch = (letter) => {
    const message = readMessage(letter.payload)!;
    return [{ ...letter, payload: letter.payload.replace(message.publicKey, forged.publicKey) }];
  };
  const [ada, ben] = [await relay.join('ada'), await relay.join('ben')];
  await expect
    .poll(() => [ada.trust.get('ben'), ben.trust.get('ada')])
    .toEqual(['otherKey', 'otherKey']);
  expect([ada.openers.size, ben.openers.size]).toEqual([0, 0]);
});

test('nor one that gives the message of one for that of another, or hands it back', async () => {
  relay.touch = (letter) => [
    letter,
    { ...letter, from: 'cem' },
    { from: letter.to, to: letter.from, payload: letter.payload },
  ];
  const people = [];
  for (const name of ['ada', 'ben', 'cem']) people.push(await relay.join(name));
  await vi.advanceTimersByTimeAsync(10_000);
  await allShare(...people);
  for (const { openers, peerId } of people) expect(openers.has(peerId)).toBe(false);
});

test('what is delivered again is not heard again', async () => {
  const [ada, ben] = [await relay.join('ada'), await relay.join('ben')];
  await allShare(ada, ben);
  const former = relay.letters.filter(({ to }) => to === 'ben');
  const handed = vi.spyOn(ben.openers.get('ada')!, 'add');
  for (const letter of former) relay.deliver(letter);
  await vi.advanceTimersByTimeAsync(100);
  expect(handed.mock.calls.length).toBe(0);
  expect(ben.trust.get('ada')).toBe('shared');
});

test('who comes hears nothing of before, and nobody else needs a word about it', async () => {
  const [ada, ben] = [await relay.join('ada'), await relay.join('ben')];
  await allShare(ada, ben);
  const before = (await ada.says())!;
  const step = ada.inUse;
  relay.letters.length = 0;
  const cem = await relay.join('cem');
  await allShare(ada, ben, cem);
  expect(ada.inUse).not.toBe(step);
  expect(ada.inUse.split('.')[0]).toBe(step.split('.')[0]);
  expect(await cem.opens(ada, before)).toBe(false);
  const between = relay.letters.filter(({ from, to }) => from !== 'cem' && to !== 'cem');
  expect(between).toEqual([]);
});

test('who left understands nothing that is said after the switch, which waits for everybody who stays', async () => {
  const people = [
    await relay.join('ada'),
    await relay.join('ben'),
    await relay.join('cem'),
  ] as const;
  const [ada, ben, cem] = people;
  await allShare(...people);
  const generation = () => Number(ada.inUse.split('.')[0]);
  const former = generation();
  relay.leave('cem');
  await expect.poll(generation).toBe(former + 1);
  // Nobody who stays misses a frame.
  expect(await ben.hears(ada)).toBe(true);
  await expect.poll(() => cem.hears(ada)).toBe(false);
  const letters = relay.letters.filter(({ to }) => to === 'cem').length;
  await allShare(ada, ben);
  expect(relay.letters.filter(({ to }) => to === 'cem').length).toBe(letters);
});

test('who leaves while a message of theirs is worked on gets no key of those who stay', async () => {
  const [ada, ben] = [await relay.join('ada'), await relay.join('ben')];
  await allShare(ada, ben);
  for (const turns of [0, 1, 2, 3, 5, 8, 13, 21, 34]) {
    // Whom the server, which works together with them, shows to nobody any more, and still serves.
    const eve = await relay.join(`eve${turns}`);
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
    const generation = () => Number(ada.inUse.split('.')[0]);
    const before = generation();
    ada.exchange.setPeers(['ben']);
    ben.exchange.setPeers(['ada']);
    await expect.poll(generation).toBeGreaterThan(before);
    await allShare(ada, ben);
    await expect.poll(() => eve.hears(ada), { message: `after ${turns} turns` }).toBe(false);
    eve.exchange.close();
    relay.people.delete(eve.peerId);
  }
});

test('whoever does not answer holds a switch up for a second, and asks for the key later', async () => {
  const people = [
    await relay.join('ada'),
    await relay.join('ben'),
    await relay.join('cem'),
  ] as const;
  const [ada, ben] = people;
  await allShare(...people);
  const former = ada.inUse;
  relay.touch = ({ to, ...letter }) => (to === 'ben' ? [] : [{ to, ...letter }]);
  relay.leave('cem');
  await vi.advanceTimersByTimeAsync(999);
  expect(ada.inUse).toBe(former);
  await vi.advanceTimersByTimeAsync(1);
  expect(ada.inUse).not.toBe(former);
  await expect.poll(() => ben.hears(ada)).toBe(false);
  // He hears frames that he has no key for, or has his connection again.
  relay.touch = (letter) => [letter];
  await vi.advanceTimersByTimeAsync(1_000);
  ben.exchange.greet();
  await allShare(ada, ben);
});

test('however many leave in a row, the key that the first one knew is gone after a second', async () => {
  const names = ['ada', 'ben', 'cem', 'dora', 'eve'];
  const people: Somebody[] = [];
  for (const name of names) people.push(await relay.join(name));
  await allShare(...people);
  const [ada, ben] = people as [Somebody, Somebody];
  relay.touch = ({ to, ...letter }) => (to === 'ben' ? [] : [{ to, ...letter }]);
  const former = ada.inUse;
  for (const name of ['eve', 'dora', 'cem']) {
    relay.leave(name);
    await vi.advanceTimersByTimeAsync(400);
  }
  expect(ada.inUse).not.toBe(former);
  relay.touch = (letter) => [letter];
  await vi.advanceTimersByTimeAsync(1_000);
  ben.exchange.greet();
  await allShare(ada, ben);
  for (const gone of people.slice(2)) await expect.poll(() => gone.hears(ada)).toBe(false);
});

test('a lost message is asked for again', async () => {
  relay.touch = () => [];
  const [ada, ben] = [await relay.join('ada'), await relay.join('ben')];
  await vi.advanceTimersByTimeAsync(1_000);
  relay.touch = (letter) => [letter];
  expect(ada.trust.get('ben')).toBe('waiting');
  await vi.advanceTimersByTimeAsync(1_500);
  await allShare(ada, ben);
  relay.letters.length = 0;
  await vi.advanceTimersByTimeAsync(120_000);
  expect(relay.letters).toEqual([]);
});

test('who was thought gone and is back is understood again, and no nonce twice', async () => {
  const [ada, ben] = [await relay.join('ada'), await relay.join('ben')];
  await allShare(ada, ben);
  ada.exchange.setPeers([]);
  await vi.advanceTimersByTimeAsync(300);
  ada.exchange.setPeers(['ben']);
  ada.exchange.greet();
  ben.exchange.greet();
  await allShare(ada, ben);
  const sealed = relay.letters.filter(({ payload }) => payload.startsWith('sealed'));
  const nonces = sealed.map(({ from, payload }) => `${from} ${payload.split('.')[2]}`);
  expect(new Set(nonces).size).toBe(nonces.length);
});

test('a worker that is started anew gets a key that was never used, and everybody else has it', async () => {
  const [ada, ben] = [await relay.join('ada'), await relay.join('ben')];
  await allShare(ada, ben);
  const former = ada.inUse;
  ada.keys.restart();
  ada.exchange.restarted();
  expect(ada.inUse).not.toBe(former);
  await allShare(ada, ben);
});

test('nonsense changes nothing', async () => {
  const [ada, ben] = [await relay.join('ada'), await relay.join('ben')];
  const { publicKey } = readMessage(relay.letters[0]?.payload ?? 'hello.x')!;
  for (const payload of [
    '',
    'hello',
    'hello.',
    'sealed.x.1.y',
    `sealed.${publicKey}.-1.x`,
    '...',
  ]) {
    ben.exchange.received('ada', payload);
    ben.exchange.received('nobody', payload);
  }
  await allShare(ada, ben);
});

test('a room’s key and its code are other ones for another room, secret or person', async () => {
  const members = [['a', 'x'] as const, ['b', 'y'] as const];
  const code = await shortCode('room', members);
  expect(await shortCode('room', members.toReversed())).toBe(code);
  expect(await shortCode('other', members)).not.toBe(code);
  expect(await shortCode('room', [members.at(0)!, ['b', 'z']])).not.toBe(code);
  const key = await deriveRoomKey(' se\u0301same ', 'room');
  expect(await deriveRoomKey('sésame', 'room')).toEqual(key);
  expect(await deriveRoomKey('sésame', 'other')).not.toEqual(key);
});
