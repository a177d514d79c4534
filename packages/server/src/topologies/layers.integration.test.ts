import { afterEach, beforeEach, expect, test } from 'vitest';
import { Sending } from '../testing/Sending.ts';
import { opus, simulcast, vp8 } from '../testing/rtp.ts';
import { type TestPeer, TestSfu } from '../testing/TestSfu.ts';

const camera = {
  source: 'camera',
  rtpParameters: simulcast(),
  paused: false,
  layerHeights: [180, 360, 720],
} as const;

/** mediasoup looks at a layer for seconds before it takes it. */
const PATIENT = { timeout: 60_000 };

let room: TestSfu;
const sendings: Sending[] = [];
beforeEach(async () => {
  room = await TestSfu.start();
});
afterEach(() => {
  for (const sending of sendings.splice(0)) sending.close();
  room.close();
});

async function connected(peer: TestPeer): Promise<Sending> {
  const sending = await Sending.connect(peer);
  sendings.push(sending);
  return sending;
}

/** How often the router has asked this peer's camera for a key frame. */
async function keyFrameRequests({ endpoint }: TestPeer): Promise<() => number> {
  let count = 0;
  const [producer] = endpoint.producers.list();
  producer?.media.on('trace', ({ direction }) => {
    if (direction === 'out') count += 1;
  });
  await producer?.media.enableTraceEvent(['pli', 'fir']);
  return () => count;
}

/** Ada publishes a camera in three layers; Bob begins with the smallest. */
async function adaAndBob(): Promise<{ ada: TestPeer; bob: TestPeer; producerId: string }> {
  const ada = await room.join('ada');
  const producerId = await ada.endpoint.produce({ ...camera, layerHeights: [180, 360, 720] });
  const bob = await room.join('bob', { spatialLayer: 0 });
  return { ada, bob, producerId };
}

test('a publication says how high its layers are, and cameras begin where the view says', async () => {
  const { ada, bob, producerId } = await adaAndBob();
  expect(ada.endpoint.producers.list().map((producer) => producer.publication())).toEqual([
    { source: 'camera', paused: false, layerHeights: [180, 360, 720] },
  ]);
  expect(ada.endpoint.documents().producers).toMatchObject([
    { producerId, layerHeights: [180, 360, 720], wantedLayer: null },
  ]);
  expect(bob.consumerOf('ada')).toMatchObject({ preferredLayers: { spatialLayer: 0 } });
  const cem = await room.join('cem');
  expect(cem.consumerOf('ada')).toMatchObject({ preferredLayers: { spatialLayer: 2 } });

  await ada.endpoint.produce({
    source: 'screen',
    rtpParameters: vp8(),
    paused: false,
    layerHeights: [1080],
  });
  await bob.next('consumerOpened');
  expect(bob.consumerOf('ada', 'screen').preferredLayers).toBeNull();
});

test.each([
  ['more heights than layers', { ...camera, layerHeights: [1, 2, 3, 4] }],
  ['heights that fall', { ...camera, layerHeights: [720, 360, 180] }],
  ['heights of sound', { ...camera, source: 'microphone', rtpParameters: opus() }],
] as const)('%s are refused', async (_, options) => {
  const ada = await room.join('ada');
  const producing = ada.endpoint.produce({ ...options, layerHeights: [...options.layerHeights] });
  await expect(producing).rejects.toMatchObject({ code: 'mediaRejected' });
  expect(ada.endpoint.ownProducers()).toEqual([]);
});

test('consumers are configured together, and what is closed is passed over', async () => {
  const { ada, bob, producerId } = await adaAndBob();
  await ada.endpoint.produce({
    source: 'screen',
    rtpParameters: vp8(),
    paused: false,
    layerHeights: [],
  });
  await bob.next('consumerOpened');
  const { consumerId } = bob.consumerOf('ada');
  const screen = bob.consumerOf('ada', 'screen');
  await bob.endpoint.configureConsumers([
    { consumerId, paused: false, spatialLayer: 1 },
    { consumerId: screen.consumerId, paused: true, spatialLayer: 1 },
    { consumerId: 'no such consumer', paused: true, spatialLayer: null },
  ]);
  expect(bob.consumerOf('ada')).toMatchObject({
    paused: false,
    preferredLayers: { spatialLayer: 1 },
  });
  expect(bob.consumerOf('ada', 'screen')).toMatchObject({ paused: true, preferredLayers: null });

  const closing = bob.endpoint.configureConsumers([{ consumerId, paused: true, spatialLayer: 0 }]);
  ada.endpoint.closeProducer(producerId);
  await closing;
  await bob.endpoint.configureConsumers([{ consumerId, paused: true, spatialLayer: 0 }]);
});

test("nobody configures somebody else's consumers", async () => {
  const { ada, bob } = await adaAndBob();
  const { consumerId } = bob.consumerOf('ada');
  await ada.endpoint.configureConsumers([{ consumerId, paused: true, spatialLayer: null }]);
  expect(bob.consumerOf('ada').paused).toBe(false);
});

test('of wishes that race the last one stands', async () => {
  const { bob } = await adaAndBob();
  const { consumerId } = bob.consumerOf('ada');
  await Promise.all(
    Array.from({ length: 50 }, (_, round) =>
      bob.endpoint.configureConsumers([
        { consumerId, paused: round % 2 === 0, spatialLayer: [null, 0, 1][round % 3]! },
      ]),
    ),
  );
  expect(bob.consumerOf('ada')).toMatchObject({
    paused: false,
    preferredLayers: { spatialLayer: 0 },
  });
});

test('what is hidden before it was acknowledged stays paused until it is shown', async () => {
  const bob = await room.join('bob');
  bob.waiting = [];
  const ada = await room.join('ada');
  const producerId = await ada.endpoint.produce({ ...camera, layerHeights: [] });
  const { consumer } = await bob.next('consumerOpened');
  const { consumerId } = consumer;
  await bob.endpoint.configureConsumers([{ consumerId, paused: true, spatialLayer: 1 }]);
  for (const acknowledge of bob.waiting) acknowledge();
  // The second is answered after whatever the acknowledgement asked of the worker.
  await ada.endpoint.pauseProducer(producerId);
  await ada.endpoint.resumeProducer(producerId);
  expect(bob.consumerOf('ada').paused).toBe(true);
  await bob.endpoint.configureConsumers([{ consumerId, paused: false, spatialLayer: 0 }]);
  expect(bob.consumerOf('ada').paused).toBe(false);
});

test('what is shown before it was acknowledged waits for that', async () => {
  const bob = await room.join('bob');
  bob.waiting = [];
  const ada = await room.join('ada');
  await ada.endpoint.produce({ ...camera, layerHeights: [] });
  const { consumerId } = (await bob.next('consumerOpened')).consumer;
  await bob.endpoint.configureConsumers([{ consumerId, paused: false, spatialLayer: null }]);
  expect(bob.consumerOf('ada').paused).toBe(true);
  for (const acknowledge of bob.waiting) acknowledge();
  await expect.poll(() => bob.consumerOf('ada').paused).toBe(false);
});

test('a sender hears how much of its camera is watched', async () => {
  const ada = await room.join('ada');
  const producerId = await ada.endpoint.produce({ ...camera, layerHeights: [] });
  expect(ada.all('layersWanted')).toEqual([]);
  room.clock.advance(2_000);
  expect(await ada.next('layersWanted')).toEqual({ producerId, wantedLayer: -1 });

  const bob = await room.join('bob', { spatialLayer: 0 });
  expect(await ada.next('layersWanted')).toEqual({ producerId, wantedLayer: 0 });
  expect(ada.endpoint.ownProducers()).toEqual([{ producerId, source: 'camera', wantedLayer: 0 }]);

  const { consumerId } = bob.consumerOf('ada');
  await bob.endpoint.configureConsumers([{ consumerId, paused: false, spatialLayer: null }]);
  expect(await ada.next('layersWanted')).toEqual({ producerId, wantedLayer: null });
  await bob.endpoint.configureConsumers([{ consumerId, paused: true, spatialLayer: null }]);
  // The snapshot says what was told.
  expect(ada.endpoint.ownProducers()).toEqual([
    { producerId, source: 'camera', wantedLayer: null },
  ]);
  room.clock.advance(2_000);
  expect(await ada.next('layersWanted')).toEqual({ producerId, wantedLayer: -1 });

  await bob.endpoint.configureConsumers([{ consumerId, paused: false, spatialLayer: 1 }]);
  expect(await ada.next('layersWanted')).toEqual({ producerId, wantedLayer: 1 });
  bob.endpoint.close();
  room.clock.advance(2_000);
  expect(await ada.next('layersWanted')).toEqual({ producerId, wantedLayer: -1 });
  expect(ada.all('layersWanted')).toEqual([]);
});

test('sound is always wanted, and a room that is empty has no timer', async () => {
  const ada = await room.join('ada');
  const producerId = await ada.endpoint.produce({
    source: 'microphone',
    rtpParameters: opus(),
    paused: false,
    layerHeights: [],
  });
  await ada.endpoint.produce({ ...camera, layerHeights: [] });
  // The fall of what nobody watches, and the wait for her transport.
  expect(room.clock.pending).toBe(2);
  expect(ada.endpoint.ownProducers()[0]).toMatchObject({ producerId, wantedLayer: null });
  ada.endpoint.close();
  expect(room.clock.pending).toBe(0);
});

test(
  'a layer that its sender stops and starts again comes back, with a key frame',
  PATIENT,
  async () => {
    const [ada, bob] = [await room.join('ada'), await room.join('bob')];
    const sending = await connected(ada);
    await connected(bob);
    await sending.publishCamera();
    const keyFrames = await keyFrameRequests(ada);
    await bob.next('consumerOpened');
    const layer = () => bob.consumerOf('ada').currentLayers?.spatialLayer;

    sending.layers = [0, 1, 2];
    await expect.poll(layer).toBe(2);
    sending.layers = [0];
    await expect.poll(layer).toBe(0);
    const before = keyFrames();
    sending.layers = [0, 1, 2];
    await expect.poll(layer).toBe(2);
    expect(keyFrames()).toBeGreaterThan(before);

    sending.layers = [];
    await expect.poll(layer).toBeUndefined();
    sending.layers = [0];
    await expect.poll(layer).toBe(0);
  },
);

test('a receiver hears of a sender that is not heard of, and of no healthy one', async () => {
  const [ada, bob] = [await room.join('ada'), await room.join('bob')];
  const sending = await connected(ada);
  await connected(bob);
  await sending.publishCamera();
  await bob.next('consumerOpened');
  const { consumerId } = bob.consumerOf('ada');
  sending.layers = [0, 1];
  await expect.poll(() => bob.consumerOf('ada').currentLayers?.spatialLayer).toBe(1);
  expect(bob.all('consumerScore')).toEqual([]);
  sending.layers = [];
  expect(await bob.next('consumerScore')).toMatchObject({ consumerId, producerScore: 0 });
  sending.layers = [0];
  expect((await bob.next('consumerScore')).producerScore).toBeGreaterThan(0);
});
