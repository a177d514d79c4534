import { afterEach, beforeEach, expect, test } from 'vitest';
import { TestServer } from '../testing/TestServer.ts';

const COMERS = 20;

let server: TestServer;

beforeEach(async () => {
  server = await TestServer.start();
});

afterEach(() => server.close());

test.each(['websocket', 'polling'] as const)(
  'by %s: who comes at once is told in order, once, and before an answer that knows of it',
  async (transport) => {
    const listener = await server.connect({ transports: [transport] });
    const comers = await Promise.all(Array.from({ length: COMERS }, () => server.connect()));
    const joins = await Promise.all(comers.map((comer) => comer.join('lounge')));
    const { seq } = await listener.ask('getSnapshot', {});
    const told = listener.received;
    expect(told[0]).toMatchObject({ name: 'roomOpened', seq: 2 });
    // Of the same turn, and so of the same message.
    expect(told[1]).toMatchObject({ name: 'peerJoined', seq: 2 });
    const peerIds = told
      .slice(1)
      .map(({ data }) => (data as { peer: { peerId: string } }).peer.peerId);
    expect(peerIds.toSorted()).toEqual(joins.map(({ peerId }) => peerId).toSorted());
    const numbers = [...new Set(told.map((each) => each.seq))];
    expect(numbers).toEqual(Array.from({ length: seq - 1 }, (_, index) => index + 2));
  },
);
