import { afterEach, beforeEach, expect, test } from 'vitest';
import { observer, type types } from 'mediasoup';
import { NOTHING, TestServer } from './testing/TestServer.ts';
import { opus, vp8 } from './testing/rtp.ts';

let server: TestServer;
beforeEach(async () => {
  server = await TestServer.start();
});
afterEach(() => server.close());

test('a join is one round trip: transports, and consumers that need no further word', async () => {
  const ada = await server.connect();
  const adaAck = await ada.join('lounge', 'Ada');
  const { producerId } = await ada.ask(
    'produce',
    ada.producing({ source: 'camera', rtpParameters: vp8() }),
  );
  await ada.ask(
    'produce',
    ada.producing({ source: 'microphone', rtpParameters: opus(), paused: true }),
  );

  const bob = await server.connect();
  const ack = await bob.join('lounge', 'Bob');
  expect(ack.sendTransport.iceCandidates[0]).toMatchObject({ address: '127.0.0.1' });
  expect(ack.consumers.map(({ source }) => source).sort()).toEqual(['camera', 'microphone']);
  expect(ack.consumers.find(({ source }) => source === 'camera')).toMatchObject({
    peerId: adaAck.peerId,
    producerId,
    kind: 'video',
  });

  const state = await server.state();
  expect(state.rooms).toHaveLength(1);
  expect(state.peers.map(({ name }) => name).sort()).toEqual(['Ada', 'Bob']);
  expect(state.transports).toHaveLength(4);
  expect(state.consumers.map(({ paused }) => paused)).toEqual([false, false]);
});

test('everybody sees who is where, in a room or not', async () => {
  const watcher = await server.connect();
  const ada = await server.connect();
  const { roomId, peerId } = await ada.join('회의실', 'Ada');
  expect((await watcher.next('roomOpened')).room).toMatchObject({ roomId, name: '회의실' });
  expect(await watcher.next('peerJoined')).toMatchObject({ roomId, peer: { peerId, name: 'Ada' } });

  const { producerId } = await ada.ask(
    'produce',
    ada.producing({ source: 'microphone', rtpParameters: opus() }),
  );
  expect(await watcher.next('publicationChanged')).toMatchObject({
    peerId,
    publication: { source: 'microphone', paused: false },
  });
  await ada.ask('pauseProducer', { producerId });
  expect((await watcher.next('publicationChanged')).publication.paused).toBe(true);

  const late = await server.connect();
  const snapshot = await late.ask('getSnapshot', {});
  expect(snapshot.rooms[0]?.peers).toMatchObject([
    { peerId, name: 'Ada', publications: [{ source: 'microphone', paused: true }] },
  ]);

  await ada.ask('leave', {});
  expect(await watcher.next('peerLeft')).toEqual({ roomId, peerId });
  expect(await watcher.next('roomClosed')).toEqual({ roomId });
  expect(await server.state()).toEqual(NOTHING);
});

test('a publication that comes later waits, paused, until the client can take it', async () => {
  const ada = await server.connect();
  await ada.join('lounge');
  const bob = await server.connect({ acknowledges: false });
  await bob.join('lounge', 'Bob');

  const { producerId } = await ada.ask(
    'produce',
    ada.producing({ source: 'camera', rtpParameters: vp8() }),
  );
  const { consumer } = await bob.next('consumerOpened');
  expect(consumer).toMatchObject({ producerId, source: 'camera' });
  expect((await server.state()).consumers).toMatchObject([{ paused: true }]);

  bob.acknowledge?.();
  await expect.poll(async () => (await server.state()).consumers[0]?.paused).toBe(false);

  await ada.ask('closeProducer', { producerId });
  expect(await bob.next('consumerClosed')).toEqual({ consumerId: consumer.consumerId });
  expect((await server.state()).consumers).toEqual([]);
});

test('a move ends the old membership when the new one stands', async () => {
  const watcher = await server.connect();
  const ada = await server.connect();
  const first = await ada.join('one');
  const second = await ada.join('two');
  expect(second.peerId).not.toBe(first.peerId);
  const facts = ['peerJoined', 'peerLeft', 'roomClosed'];
  await watcher.next('roomOpened');
  await expect
    .poll(() => watcher.received.map(({ name }) => name).filter((name) => facts.includes(name)))
    .toEqual(['peerJoined', 'peerJoined', 'peerLeft', 'roomClosed']);
  const state = await server.state();
  expect(state.peers).toMatchObject([{ peerId: second.peerId }]);
  expect(state.transports).toHaveLength(2);
  expect(await ada.errorOf('join', { room: ' TWO ', name: 'Ada', rtpCapabilities: {} })).toBe(
    'alreadyJoined',
  );
});

test('rooms do not leak into each other', async () => {
  const ada = await server.connect();
  const bob = await server.connect();
  const { peerId } = await ada.join('one');
  await bob.join('two');
  const { producerId } = await ada.ask(
    'produce',
    ada.producing({ source: 'camera', rtpParameters: vp8() }),
  );
  expect((await server.state()).consumers).toEqual([]);
  expect(await bob.errorOf('subscribe', { peerId, source: 'camera' })).toBe('notFound');
  expect(await bob.errorOf('closeProducer', { producerId })).toBe('notFound');
});

test('the view limits what comes unasked; a subscription overrules it both ways', async () => {
  const ada = await server.connect();
  const { peerId } = await ada.join('lounge');
  await ada.ask('produce', ada.producing({ source: 'camera', rtpParameters: vp8() }));
  await ada.ask('produce', ada.producing({ source: 'screen', rtpParameters: vp8() }));

  const bob = await server.connect();
  const ack = await bob.join('lounge', 'Bob', { videos: 0, voices: 0 });
  expect(ack.consumers.map(({ source }) => source)).toEqual(['screen']);

  await bob.ask('subscribe', { peerId, source: 'camera' });
  const { consumer } = await bob.next('consumerOpened');
  expect(consumer.source).toBe('camera');
  await bob.ask('subscribe', { peerId, source: 'camera' });
  expect((await server.state()).consumers).toHaveLength(2);

  await bob.ask('unsubscribe', { peerId, source: 'camera' });
  expect(await bob.next('consumerClosed')).toEqual({ consumerId: consumer.consumerId });
});

test('a place in the view that gets free is filled', async () => {
  const ada = await server.connect();
  const bob = await server.connect();
  await ada.join('lounge', 'Ada');
  await bob.join('lounge', 'Bob');
  const { producerId } = await ada.ask(
    'produce',
    ada.producing({ source: 'microphone', rtpParameters: opus() }),
  );
  const waiting = await bob.ask(
    'produce',
    bob.producing({ source: 'microphone', rtpParameters: opus() }),
  );

  const cem = await server.connect();
  const ack = await cem.join('lounge', 'Cem', { videos: 1, voices: 1 });
  expect(ack.consumers).toMatchObject([{ producerId }]);
  await ada.ask('leave', {});
  expect((await cem.next('consumerOpened')).consumer.producerId).toBe(waiting.producerId);
});

test('paused and closed in one breath is closed for everybody', async () => {
  const ada = await server.connect();
  await ada.join('lounge', 'Ada');
  const { producerId } = await ada.ask(
    'produce',
    ada.producing({ source: 'camera', rtpParameters: vp8() }),
  );
  await Promise.all([
    ada.raw('pauseProducer', { producerId }),
    ada.raw('closeProducer', { producerId }),
  ]);
  const bob = await server.connect();
  expect((await bob.ask('getSnapshot', {})).rooms[0]?.peers[0]?.publications).toEqual([]);
  const last = ada.received.findLast(({ name }) => name.startsWith('publication'));
  expect(last?.name).toBe('publicationClosed');
});

test('no producer or consumer outlives a leave that comes in the middle', async () => {
  const alive = new Set<string>();
  observer.on('newworker', (worker) => watch(worker, alive));
  const own = await TestServer.start();
  try {
    const [ada, bob] = [await own.connect(), await own.connect()];
    for (let round = 0; round < 30; round += 1) {
      await ada.join('lounge', 'Ada');
      await bob.join('lounge', 'Bob');
      await Promise.all([
        ada.raw('produce', ada.producing({ source: 'microphone', rtpParameters: opus() })),
        ada.raw('produce', ada.producing({ source: 'camera', rtpParameters: vp8() })),
        round % 2 === 0 ? ada.raw('leave', {}) : bob.raw('leave', {}),
      ]);
      await Promise.all([ada.raw('leave', {}), bob.raw('leave', {})]);
    }
    await expect.poll(() => [...alive]).toEqual([]);
  } finally {
    await own.close();
    observer.removeAllListeners('newworker');
  }
});

test('a publication declined while it is on its way does not arrive', async () => {
  const ada = await server.connect();
  const { peerId } = await ada.join('lounge');
  const bob = await server.connect();
  await bob.join('lounge', 'Bob');
  await ada.ask('produce', ada.producing({ source: 'camera', rtpParameters: vp8() }));
  await bob.ask('unsubscribe', { peerId, source: 'camera' });
  await expect.poll(async () => (await server.state()).consumers).toEqual([]);
});

test('numbers have no gap, and a snapshot stands at one of them', async () => {
  const ada = await server.connect();
  const bob = await server.connect();
  for (let round = 0; round < 5; round += 1) {
    await ada.join('one');
    await ada.ask('leave', {});
  }
  const { seq, call } = await bob.ask('getSnapshot', {});
  expect(call).toBeNull();
  // Facts that came in one message share its number.
  const numbers = new Set(bob.received.map((received) => received.seq));
  // The first was the welcome.
  expect([...numbers]).toEqual(Array.from({ length: seq - 1 }, (_, index) => index + 2));
});

test('a snapshot knows what this session has in its call', async () => {
  const ada = await server.connect();
  const bob = await server.connect();
  await ada.join('lounge');
  const { producerId } = await ada.ask(
    'produce',
    ada.producing({ source: 'camera', rtpParameters: vp8() }),
  );
  const ack = await bob.join('lounge', 'Bob');
  expect((await ada.ask('getSnapshot', {})).call?.producers).toEqual([
    { producerId, source: 'camera', wantedLayer: null },
  ]);
  const { call } = await bob.ask('getSnapshot', {});
  expect(call).toEqual({
    roomId: ack.roomId,
    peerId: ack.peerId,
    mediaId: ack.mediaId,
    producers: [],
    consumers: ack.consumers,
    links: [],
    downlink: { wanted: 'tiles', ruled: false, mix: 'unavailable', layerHeights: [] },
    knocks: [],
  });
});

test.each([[['websocket']], [['polling']]] as const)('%s alone will do', async (transports) => {
  const ada = await server.connect({ transports: [...transports] });
  await ada.join('lounge');
  ada.close();
  await expect.poll(() => server.state()).toEqual(NOTHING);
});

test('whoever goes in the middle of a join leaves nothing', async () => {
  const bob = await server.connect();
  const joining = bob.join('lounge').catch(() => undefined);
  bob.close();
  await joining;
  await expect.poll(() => server.state()).toEqual(NOTHING);
});

test('nothing is left over after 200 joins and leaves', async () => {
  const clients = await Promise.all(Array.from({ length: 10 }, () => server.connect()));
  await Promise.all(
    clients.map(async (client, index) => {
      for (let round = 0; round < 20; round += 1) {
        await client.join(`room ${(index + round) % 3}`);
        await client.ask(
          'produce',
          client.producing({ source: 'microphone', rtpParameters: opus() }),
        );
        if (round % 2 === 0) await client.ask('leave', {});
      }
      client.close();
    }),
  );
  await expect.poll(() => server.state()).toEqual(NOTHING);
});

/** Every producer and consumer that mediasoup itself knows of, whoever has forgotten it. */
function watch(worker: types.Worker, alive: Set<string>): void {
  const note = ({ id, observer: of }: types.Producer | types.Consumer) => {
    alive.add(id);
    (of as types.ProducerObserver).once('close', () => alive.delete(id));
  };
  worker.observer.on('newrouter', (router) =>
    router.observer.on('newtransport', (transport) => {
      transport.observer.on('newproducer', note);
      transport.observer.on('newconsumer', note);
    }),
  );
}
