import type { MediaDocument, TopologyRule } from '@ottogi/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { opus, vp8 } from './testing/rtp.ts';
import { joining, type TestClient } from './testing/TestClient.ts';
import { NOTHING, TestServer } from './testing/TestServer.ts';
import { UNCONNECTED } from './testing/unlimited.ts';

/** Every peer fills a worker, so that neighbours are on different ones. */
const LIMITS = { ...UNCONNECTED, call: { ...UNCONNECTED.call, workerStreams: 1 } };

let server: TestServer;
beforeEach(async () => {
  server = await TestServer.start({ OTTOGI_WORKERS: '2' }, LIMITS);
});
afterEach(() => server.close());

interface Member {
  client: TestClient;
  roomId: string;
  peerId: string;
  media: MediaDocument;
}

async function joined(name: string): Promise<Member> {
  const client = await server.connect();
  const member = await client.ask('join', joining('lounge', { name, mesh: true }));
  await client.ask('produce', client.producing({ source: 'camera', rtpParameters: vp8() }));
  await client.ask('produce', client.producing({ source: 'microphone', rtpParameters: opus() }));
  return { client, ...member };
}

/** Each worker has one of its own. */
function portOf({ media }: Member): number {
  return media.by === 'router' ? (media.sendTransport.iceCandidates[0]?.port ?? 0) : 0;
}

async function killWorkerOf(member: Member): Promise<void> {
  const pids = await server.workerPids();
  const isFirst = portOf(member) === Math.min(portOf(ada), portOf(bob));
  process.kill(pids[isFirst ? 0 : 1] ?? 0, 'SIGKILL');
}

let ada: Member;
let bob: Member;
let cem: Member;
beforeEach(async () => {
  ada = await joined('Ada');
  bob = await joined('Bob');
  cem = await joined('Cem');
});

test('the state shows peers on two workers, and one pipe between these', async () => {
  expect(portOf(ada)).not.toBe(portOf(bob));
  expect(portOf(cem)).toBe(portOf(ada));
  const twelve = async () => (await server.state()).consumers;
  await expect.poll(twelve).toHaveLength(12);
  const { transports, producers, consumers, pipes, rooms } = await server.state();
  expect(transports).toHaveLength(6);
  expect(producers).toHaveLength(6);
  const { roomId } = rooms[0] ?? {};
  const producerIds = producers.map(({ producerId }) => producerId);
  // Whoever consumes names the producer of the publisher.
  for (const { producerId, producerPeerId } of consumers) {
    expect(producers).toContainEqual(
      expect.objectContaining({ producerId, peerId: producerPeerId }),
    );
  }
  expect(pipes).toMatchObject([{ roomId, producerIds: expect.arrayContaining(producerIds) }]);
  const ends = pipes[0]?.ends.map(({ routerId }) => routerId);
  const routerOf = ({ peerId }: Member) =>
    transports.find((transport) => transport.peerId === peerId)?.routerId;
  expect(ends).toHaveLength(2);
  expect(ends).toEqual(expect.arrayContaining([routerOf(ada), routerOf(bob)]));
  expect(routerOf(cem)).toBe(routerOf(ada));

  for (const { client } of [ada, bob, cem]) await client.ask('leave', {});
  expect(await server.state()).toEqual(NOTHING);
});

test('who is on a worker that dies gets other media, and nobody else does', async () => {
  await expect.poll(async () => (await server.state()).consumers).toHaveLength(12);
  for (const { client } of [ada, bob, cem]) client.received.length = 0;
  await killWorkerOf(bob);
  expect(await bob.client.next('mediaLost')).toEqual({ peerId: bob.peerId });
  // Two consumers less for each of the others; his publications stand.
  for (const { client } of [ada, cem]) {
    await client.next('consumerClosed');
    await client.next('consumerClosed');
  }
  const state = await server.state();
  expect(state.pipes).toEqual([]);
  expect(state.transports.map(({ peerId }) => peerId).sort()).toEqual(
    [ada, ada, cem, cem].map(({ peerId }) => peerId).sort(),
  );
  expect(state.consumers).toHaveLength(4);

  const { consumers } = await bob.client.ask('renewMedia', {});
  expect(consumers).toHaveLength(4);
  const { client } = bob;
  await client.ask('produce', client.producing({ source: 'camera', rtpParameters: vp8() }));
  for (const other of [ada, cem]) {
    const { consumer } = await other.client.next('consumerOpened');
    expect(consumer).toMatchObject({ peerId: bob.peerId, source: 'camera' });
    const told = other.client.received.map(({ name }) => name);
    expect(told).not.toContain('mediaLost');
    expect(told).not.toContain('publicationClosed');
  }
});

test('a room whose workers all die comes back', async () => {
  for (const member of [ada, bob]) await killWorkerOf(member);
  for (const { client, peerId } of [ada, bob, cem]) {
    expect(await client.next('mediaLost')).toEqual({ peerId });
  }
  const renew = async ({ client }: Member) => (await client.raw('renewMedia', {})).ok;
  for (const member of [ada, bob, cem]) await expect.poll(() => renew(member)).toBe(true);
  await ada.client.ask('produce', ada.client.producing({ source: 'camera', rtpParameters: vp8() }));
  await expect.poll(async () => (await server.state()).consumers).toHaveLength(2);
});

describe('while a room changes its topology', () => {
  beforeEach(() => expect.poll(async () => (await server.state()).consumers).toHaveLength(12));

  async function changeTo(topologyRule: TopologyRule): Promise<void> {
    await ada.client.ask('updateRoom', { roomId: ada.roomId, topologyRule });
    for (const { client } of [ada, bob, cem]) await client.next('topologyChanging');
  }

  /** Takes its media in the new topology. */
  async function cross(member: Member): Promise<void> {
    member.media = await member.client.ask('renewMedia', {});
  }

  /** All say that what is new shows. */
  async function settle(): Promise<void> {
    for (const { client, media } of [ada, bob, cem]) {
      await client.ask('settleMedia', { mediaId: media.mediaId, shows: true });
    }
    for (const { client } of [ada, bob, cem]) await client.next('mediaSettled');
  }

  test('what it moves away from keeps its pipes', async () => {
    await changeTo('mesh');
    for (const member of [ada, bob, cem]) await cross(member);
    const during = await server.state();
    expect(during.consumers).toHaveLength(12);
    expect(during.pipes).toHaveLength(1);
    await settle();
    const { rooms, transports, pipes } = await server.state();
    expect(rooms).toMatchObject([{ topology: 'mesh' }]);
    expect([...transports, ...pipes]).toEqual([]);
  });

  test('a worker that dies takes nothing from who has moved away from it', async () => {
    await changeTo('mesh');
    for (const member of [ada, bob]) await cross(member);
    await killWorkerOf(ada);
    expect(await cem.client.next('mediaLost')).toEqual({ peerId: cem.peerId });
    const { transports, pipes } = await server.state();
    expect(transports.map(({ peerId }) => peerId)).toEqual([bob.peerId, bob.peerId]);
    expect(pipes).toEqual([]);
    await cross(cem);
    await settle();
    for (const { client } of [ada, bob]) {
      expect(client.received.map(({ name }) => name)).not.toContain('mediaLost');
    }
  });

  test('a worker that dies takes what its own peers have moved to, and the others stay', async () => {
    await changeTo('mesh');
    for (const member of [ada, bob, cem]) await cross(member);
    await settle();
    await changeTo('sfu');
    for (const member of [ada, bob, cem]) await cross(member);
    await killWorkerOf(bob);
    expect(await bob.client.next('mediaLost')).toEqual({ peerId: bob.peerId });
    await cross(bob);
    await settle();
    expect((await server.state()).rooms).toMatchObject([{ topology: 'sfu' }]);
    for (const { client } of [ada, cem]) {
      expect(client.received.map(({ name }) => name)).not.toContain('mediaLost');
    }
  });
});
