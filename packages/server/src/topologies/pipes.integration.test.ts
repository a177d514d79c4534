import { setImmediate as beat } from 'node:timers/promises';
import { observer, type types } from 'mediasoup';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { opus, simulcast, vp8 } from '../testing/rtp.ts';
import { Sending } from '../testing/Sending.ts';
import { type Spread, type TestPeer, TestSfu } from '../testing/TestSfu.ts';

/** How long something that nobody uses is kept. */
const LINGER_MS = 5_000;

/** On the workers of this file, as mediasoup itself counts them. */
const pipeTransports = new Set<types.Transport>();
observer.on('newworker', (worker) => {
  worker.observer.on('newrouter', (router) => {
    router.observer.on('newtransport', (transport) => {
      if (transport.type !== 'pipe') return;
      pipeTransports.add(transport);
      transport.observer.once('close', () => pipeTransports.delete(transport));
    });
  });
});

const camera = { source: 'camera' as const, paused: false, layerHeights: [] };
const microphone = { source: 'microphone' as const, paused: false, layerHeights: [] };

let room: TestSfu;
let sendings: Sending[];
beforeEach(() => {
  sendings = [];
});
afterEach(() => {
  for (const sending of sendings) sending.close();
  room.close();
  expect(pipeTransports.size).toBe(0);
});

/** Peers who are placed on these workers in turn: each takes one, and then those with least to do. */
async function apart(workers: number, ...peerIds: string[]): Promise<TestPeer[]> {
  room = await TestSfu.start({ workers, workerStreams: 1 });
  const peers: TestPeer[] = [];
  for (const peerId of peerIds) peers.push(await room.join(peerId));
  return peers;
}

async function connected(peer: TestPeer): Promise<Sending> {
  const sending = await Sending.connect(peer);
  sendings.push(sending);
  return sending;
}

function routerOf({ endpoint }: TestPeer): string {
  return endpoint.router.id;
}

/** How many of them each router has, in the order in which they were opened. */
function spreadOf(peers: TestPeer[]): number[] {
  const routers = peers.map(routerOf);
  return [...new Set(routers)].map((router) => routers.filter((each) => each === router).length);
}

async function roomOf(spread: Spread, count: number): Promise<TestPeer[]> {
  room = await TestSfu.start(spread);
  const peers = Array.from({ length: count }, (_, index) => room.join(`peer ${index}`));
  return Promise.all(peers);
}

test('a room opens only where a worker is up', async () => {
  room = await TestSfu.start();
  room.close();
  await expect(room.beside()).rejects.toMatchObject({ code: 'mediaUnavailable' });
});

test('a room stays on one worker until that has its fill, and then goes to the next', async () => {
  // Three who see and hear each other weigh 5 each: 15 on the first one, beside the room itself.
  const peers = await roomOf({ workers: 3, workerStreams: 15 }, 3);
  expect(spreadOf(peers)).toEqual([3]);
  const fourth = await room.join('fourth');
  expect(spreadOf([...peers, fourth])).toEqual([3, 1]);
});

test('who leaves makes room, and where all are full the least busy takes the next', async () => {
  const peers = await roomOf({ workers: 2, workerStreams: 15 }, 12);
  const before = spreadOf(peers);
  expect(before).toHaveLength(2);
  const [first, second] = before;
  expect(Math.abs(first! - second!)).toBeLessThanOrEqual(1);
  const ofFirst = peers.filter((peer) => routerOf(peer) === routerOf(peers[0]!));
  for (const peer of ofFirst) peer.endpoint.close();
  const next = await room.join('next');
  expect(routerOf(next)).toBe(routerOf(peers[0]!));
});

test('who may receive little leaves room for others', async () => {
  room = await TestSfu.start({ workers: 2, workerStreams: 15 });
  const peers: TestPeer[] = [];
  for (let index = 0; index < 12; index += 1) {
    peers.push(await room.join(`peer ${index}`, { videos: 0, voices: 0 }));
  }
  expect(spreadOf(peers)).toEqual([12]);
});

test('a room opens no way to a worker that others fill', async () => {
  const peers = await roomOf({ workers: 2, workerStreams: 15 }, 3);
  const other = await room.beside();
  const others = [await other.join('one'), await other.join('two'), await other.join('three')];
  const ports = [...peers, ...others].map(
    ({ endpoint }) => endpoint.setup.sendTransport.iceCandidates[0]?.port,
  );
  expect(new Set(ports).size).toBe(2);
  expect(spreadOf([...peers, await room.join('fourth')])).toEqual([4]);
});

test('in a room over three workers everybody receives everybody', { timeout: 60_000 }, async () => {
  const peers = await apart(3, 'ada', 'bob', 'cem', 'dan', 'eve');
  expect(spreadOf(peers)).toEqual([2, 2, 1]);
  for (const peer of peers) {
    const sending = await connected(peer);
    await sending.publishMicrophone();
    await sending.publishCamera();
    sending.speaks = true;
    sending.layers = [0];
  }
  const everybody = peers.map(({ peerId }) => peerId);
  for (const source of ['microphone', 'camera'] as const) {
    for (const [index, peer] of peers.entries()) {
      const others = everybody.filter((peerId) => peerId !== peer.peerId);
      await expect.poll(() => peer.receives(source)).toEqual(others);
      for (const other of others) {
        await expect.poll(() => sendings[index]!.received(other, source)).toBeGreaterThan(10);
      }
    }
  }
  // Three pairs of routers.
  expect(room.sfu.pipes()).toHaveLength(3);
  expect(pipeTransports.size).toBe(6);
  for (const { ends, producerIds } of room.sfu.pipes()) {
    const routerIds = ends.map(({ routerId }) => routerId);
    const ofBoth = peers.filter((peer) => routerIds.includes(routerOf(peer)));
    const published = ofBoth.flatMap(({ endpoint }) => endpoint.ownProducers());
    expect(producerIds.sort()).toEqual(published.map(({ producerId }) => producerId).sort());
  }
});

test('many who come at once make one pipe, and what is published at once goes through it', async () => {
  const peers = await roomOf({ workers: 2, workerStreams: 1 }, 10);
  expect(spreadOf(peers)).toEqual([5, 5]);
  await Promise.all(
    peers.flatMap(({ endpoint }) => [
      endpoint.produce({ ...camera, rtpParameters: vp8() }),
      endpoint.produce({ ...microphone, rtpParameters: opus() }),
    ]),
  );
  for (const peer of peers) {
    await expect.poll(() => peer.receives('camera')).toHaveLength(9);
    await expect.poll(() => peer.receives('microphone')).toHaveLength(9);
  }
  expect(room.sfu.pipes()).toHaveLength(1);
  expect(room.sfu.pipes()[0]?.producerIds).toHaveLength(20);
  expect(pipeTransports.size).toBe(2);
});

test('a producer is piped while somebody on the other worker has it, and a while longer', async () => {
  const [ada, bob, , dan] = await apart(2, 'ada', 'bob', 'cem', 'dan');
  const producerId = await ada!.endpoint.produce({ ...camera, rtpParameters: vp8() });
  await bob!.next('consumerOpened');
  await dan!.next('consumerOpened');
  expect(room.sfu.pipes()).toMatchObject([{ producerIds: [producerId] }]);
  // In the state it is one producer, and whoever consumes it names that one.
  expect(bob!.consumerOf('ada')).toMatchObject({ producerId, producerPeerId: 'ada' });
  expect(ada!.endpoint.documents().producers).toMatchObject([{ producerId, peerId: 'ada' }]);

  bob!.endpoint.unsubscribe('ada', 'camera');
  room.clock.advance(LINGER_MS);
  expect(room.sfu.pipes()).toMatchObject([{ producerIds: [producerId] }]);
  dan!.endpoint.unsubscribe('ada', 'camera');
  room.clock.advance(LINGER_MS - 1);
  expect(room.sfu.pipes()).toMatchObject([{ producerIds: [producerId] }]);

  // Who comes back in time finds it there.
  dan!.endpoint.subscribe('ada', 'camera');
  await dan!.next('consumerOpened');
  room.clock.advance(LINGER_MS);
  expect(room.sfu.pipes()).toMatchObject([{ producerIds: [producerId] }]);

  dan!.endpoint.unsubscribe('ada', 'camera');
  room.clock.advance(LINGER_MS);
  expect(room.sfu.pipes()).toMatchObject([{ producerIds: [] }]);
  room.clock.advance(LINGER_MS);
  expect(room.sfu.pipes()).toEqual([]);
  expect(pipeTransports.size).toBe(0);

  // Wanted again, it is piped again, under the same id.
  bob!.endpoint.subscribe('ada', 'camera');
  await bob!.next('consumerOpened');
  expect(bob!.consumerOf('ada').producerId).toBe(producerId);
  expect(room.sfu.pipes()).toMatchObject([{ producerIds: [producerId] }]);
});

test('a producer that ends takes what is piped of it along', async () => {
  const [ada, bob] = await apart(2, 'ada', 'bob');
  const producerId = await ada!.endpoint.produce({ ...camera, rtpParameters: vp8() });
  const { consumerId } = (await bob!.next('consumerOpened')).consumer;
  ada!.endpoint.closeProducer(producerId);
  expect(await bob!.next('consumerClosed')).toEqual({ consumerId });
  await expect.poll(() => room.sfu.pipes()).toMatchObject([{ producerIds: [] }]);
  room.clock.advance(LINGER_MS);
  expect(pipeTransports.size).toBe(0);
});

test('a pause goes through a pipe, at whatever moment of the piping it comes', async () => {
  const [ada, bob] = await apart(2, 'ada', 'bob');
  bob!.endpoint.unsubscribe('ada', 'microphone');
  const producerId = await ada!.endpoint.produce({ ...microphone, rtpParameters: opus() });
  let paused = false;
  const turn = () => {
    paused = !paused;
    return ada!.endpoint[paused ? 'pauseProducer' : 'resumeProducer'](producerId);
  };
  const seen = () => bob!.consumerOf('ada', 'microphone').producerPaused;
  for (let beats = 0; beats < 24; beats += 1) {
    bob!.endpoint.subscribe('ada', 'microphone');
    for (let count = 0; count < beats; count += 1) await beat();
    await turn();
    await bob!.next('consumerOpened');
    await expect.poll(seen).toBe(paused);
    bob!.endpoint.unsubscribe('ada', 'microphone');
    room.clock.advance(LINGER_MS);
  }
});

test('what a sender sends again arrives beyond a pipe too', async () => {
  const [ada, bob] = await apart(2, 'ada', 'bob');
  const [sending, receiving] = [await connected(ada!), await connected(bob!)];
  await sending.publishMicrophone();
  await bob!.next('consumerOpened');
  sending.speaks = true;
  const received = () => receiving.received('ada', 'microphone');
  await expect.poll(received).toBeGreaterThan(10);
  sending.loses = true;
  const spoken = sending.spoken;
  await expect.poll(() => sending.spoken).toBeGreaterThan(spoken + 3);
  sending.loses = false;
  const before = received();
  await expect.poll(received).toBeGreaterThan(before + 3);
  sending.sendAgain();
  sending.speaks = false;
  await expect.poll(received).toBe(sending.spoken);
});

test('nobody is watching by being piped alone', async () => {
  const [ada, bob] = await apart(2, 'ada', 'bob');
  const producerId = await ada!.endpoint.produce({ ...camera, rtpParameters: simulcast() });
  const { consumerId } = (await bob!.next('consumerOpened')).consumer;
  await bob!.endpoint.configureConsumers([{ consumerId, paused: false, spatialLayer: 1 }]);
  room.clock.advance(2_000);
  expect(await ada!.next('layersWanted')).toEqual({ producerId, wantedLayer: 1 });
  await bob!.endpoint.configureConsumers([{ consumerId, paused: true, spatialLayer: 1 }]);
  room.clock.advance(2_000);
  expect(await ada!.next('layersWanted')).toEqual({ producerId, wantedLayer: -1 });
  expect(room.sfu.pipes()).toMatchObject([{ producerIds: [producerId] }]);
});

test('a worker that dies takes its own peers along, and the others lose nothing', async () => {
  const [ada, bob, cem, dan] = await apart(3, 'ada', 'bob', 'cem', 'dan');
  const all = [ada!, bob!, cem!, dan!];
  expect(spreadOf(all)).toEqual([2, 1, 1]);
  for (const peer of all) await (await connected(peer)).publishMicrophone();
  const hearing = (peer: TestPeer) =>
    peer.consumers('microphone').filter(({ paused }) => !paused).length;
  for (const peer of all) await expect.poll(() => hearing(peer)).toBe(3);
  for (const sending of sendings) sending.speaks = true;
  const [ofAda, ofBob, ofCem] = sendings;
  await expect.poll(() => ofBob!.received('cem', 'microphone')).toBeGreaterThan(10);

  const lost: string[] = [];
  room.sfu.on('mediaLost', (peerId) => {
    lost.push(peerId);
    all.find((peer) => peer.peerId === peerId)?.endpoint.close();
  });
  room.killWorkerOf(cem!);
  await expect.poll(() => lost).toEqual(['cem']);
  await expect.poll(() => ada!.receives('microphone')).toEqual(['bob', 'dan']);
  await expect.poll(() => bob!.receives('microphone')).toEqual(['ada', 'dan']);
  expect(room.sfu.pipes()).toHaveLength(1);

  // Who was lost comes again, on whatever worker there is.
  ofCem!.close();
  const again = await room.join('cem');
  const ofAgain = await connected(again);
  await ofAgain.publishMicrophone();
  ofAgain.speaks = true;
  for (const other of ['ada', 'bob', 'dan']) {
    await expect.poll(() => ofAgain.received(other, 'microphone')).toBeGreaterThan(10);
  }
  for (const sending of [ofAda!, ofBob!]) {
    await expect.poll(() => sending.peer.receives('microphone')).toContain('cem');
    await expect.poll(() => sending.received('cem', 'microphone')).toBeGreaterThan(10);
  }
  ofAda!.speaks = false;
  ofBob!.speaks = false;
  await expect.poll(() => ofBob!.received('ada', 'microphone')).toBe(ofAda!.spoken);
  await expect.poll(() => ofAda!.received('bob', 'microphone')).toBe(ofBob!.spoken);
});

test('who was heard on a worker that died is heard no more', async () => {
  const [ada, bob] = await apart(2, 'ada', 'bob');
  const sending = await connected(bob!);
  await sending.publishMicrophone();
  const heard: string[][] = [];
  room.sfu.on('levels', (levels) => heard.push(levels.map(({ peerId }) => peerId)));
  sending.speaks = true;
  await expect.poll(() => heard.at(-1)).toEqual(['bob']);
  room.killWorkerOf(bob!);
  await expect.poll(() => heard.at(-1)).toEqual([]);
  expect(ada!.endpoint.router.closed).toBe(false);
});

test('what ends while it is being piped leaves nothing', async () => {
  const [ada] = await apart(2, 'ada');
  for (let round = 0; round < 8; round += 1) {
    const producerId = await ada!.endpoint.produce({ ...camera, rtpParameters: vp8() });
    const bob = await room.join('bob', { videos: 0 });
    bob.endpoint.subscribe('ada', 'camera');
    if (round % 2 === 0) bob.endpoint.close();
    ada!.endpoint.closeProducer(producerId);
    bob.endpoint.close();
  }
  await ada!.endpoint.produce({ ...camera, rtpParameters: vp8() });
  const joins = Array.from({ length: 6 }, (_, index) => room.join(`peer ${index}`));
  await joins[1];
  room.sfu.close();
  await Promise.allSettled(joins);
  await expect.poll(() => pipeTransports.size).toBe(0);
});
