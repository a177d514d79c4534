import type { MessageDocument, RequestInput, RequestName, RoomDocument } from '@ottogi/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { joining, type TestClient } from './testing/TestClient.ts';
import { TestServer } from './testing/TestServer.ts';
import { UNLIMITED } from './testing/unlimited.ts';

const SECRETS = ['ada', 'bob', 'cyd', 'dan'].map((name) => `${name}-has-a-secret-of-128-bits`);
const NAMES = ['north', 'east', 'south', 'west'];
const ROUNDS = 40;

let server: TestServer;

beforeEach(async () => {
  server = await TestServer.start({}, UNLIMITED);
});

afterEach(() => server.close());

type Wish = { [N in RequestName]: [name: N, data: RequestInput<N>] }[RequestName];

/** Numbers that look random and are the same in each run (Numerical Recipes, chapter 7.1). */
function dice(seed: number) {
  let state = seed;
  return (sides: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

/** Does anything that rooms and chats allow, several things at once, and notes what was acked. */
async function live(client: TestClient, seed: number, acked: MessageDocument[]): Promise<void> {
  const roll = dice(seed);
  const oneOf = <T>(all: readonly T[]): T => all[roll(all.length)]!;
  for (let round = 0; round < ROUNDS; round += 1) {
    const { rooms } = await client.ask('getSnapshot', {});
    const { roomId } = rooms.length > 0 ? oneOf(rooms) : { roomId: 'nowhere' };
    const personId = oneOf(rooms.flatMap(({ peers }) => peers))?.personId ?? 'nobody';
    const wishes: Wish[] = [
      ['join', joining(oneOf(NAMES))],
      ['join', joining(oneOf(NAMES))],
      ['leave', {}],
      ['createRoom', { name: oneOf(NAMES) }],
      ['deleteRoom', { roomId }],
      ['updateRoom', { roomId, name: oneOf(NAMES) }],
      ['updateRoom', { roomId, topic: `${round}` }],
      ['sendMessage', { roomId, messageId: `${seed}-${round}`, text: 'hello' }],
      ['sendMessage', { roomId, messageId: `${seed}-${round}`, text: 'hello' }],
      ['openChat', { roomId }],
      ['closeChat', { roomId }],
      ['ban', { roomId, personId, forMs: 1_000 }],
      ['unban', { roomId, personId }],
      ['deleteMessage', { roomId, messageSeq: 1 + roll(5) }],
      ['updatePerson', { name: `n${round}` }],
    ];
    const batch = Array.from({ length: 1 + roll(4) }, () => oneOf(wishes));
    await Promise.all(
      batch.map(async ([name, data]) => {
        const ack = await client.raw(name, data);
        if (name !== 'sendMessage' || !ack.ok) return;
        acked.push((ack.data as { message: MessageDocument }).message);
      }),
    );
  }
  await client.raw('leave', {});
}

function sorted(rooms: RoomDocument[]): RoomDocument[] {
  return rooms.toSorted((a, b) => a.roomId.localeCompare(b.roomId));
}

test.each([1, 2, 3])(
  'whatever people do at once (%i), what the server knows is what the store keeps',
  async (seed) => {
    const clients = await Promise.all(SECRETS.map((secret) => server.connect({ secret })));
    const acked: MessageDocument[] = [];
    await Promise.all(
      clients.map((client, index) => live(client, SECRETS.length * seed + index, acked)),
    );
    const known = (await clients[0]!.ask('getSnapshot', {})).rooms;
    await server.restart();
    const newcomer = await server.connect();
    expect(sorted(newcomer.welcome.rooms)).toEqual(sorted(known));
    expect(new Set(known.map(({ name }) => name)).size).toBe(known.length);
    const left = acked.filter(({ roomId }) => known.some((room) => room.roomId === roomId));
    for (const { roomId, messageSeq, messageId } of left) {
      const data = { roomId, from: messageSeq, direction: 'around', limit: 1 } as const;
      const { messages } = await newcomer.ask('getMessages', data);
      expect(messages).toMatchObject([{ messageSeq, messageId }]);
    }
  },
);
