import type { MediaDocument, TopologyRule } from '@ottogi/protocol';
import { afterEach, expect, test } from 'vitest';
import { groupOf } from './testing/processes.ts';
import { opus, vp8 } from './testing/rtp.ts';
import { joining, type TestClient } from './testing/TestClient.ts';
import { NOTHING, TestServer } from './testing/TestServer.ts';
import { UNCONNECTED } from './testing/unlimited.ts';

/** A small picture costs these tests little of the machine. */
const MIXING = { OTTOGI_CHROMIUM: '', OTTOGI_MIX: '320x180@5', OTTOGI_MAX_MIXERS: '1' };

// Browsers start, on a machine that may be busy.
const TIMEOUT = { timeout: 60_000 };

let server: TestServer;
afterEach(() => server.close());

interface Somebody {
  client: TestClient;
  roomId: string;
  peerId: string;
}

async function join(name: string, room = 'lounge'): Promise<Somebody> {
  const client = await server.connect();
  const { roomId, peerId } = await client.join(room, name);
  return { client, roomId, peerId };
}

/** Somebody who can connect directly. */
async function joinDirectly(name: string, topologyRule: TopologyRule): Promise<Somebody> {
  const client = await server.connect();
  const request = joining('lounge', { name, mesh: true, topologyRule });
  const { roomId, peerId } = await client.ask('join', request);
  return { client, roomId, peerId };
}

/** Does what a client does that is told of a change: takes the new media. */
async function crossOver({ client }: Somebody): Promise<MediaDocument> {
  await client.next('topologyChanging');
  return client.ask('renewMedia', {});
}

const isAskedToMove = ({ client }: Somebody) =>
  client.received.some(({ name }) => name === 'topologyChanging');

const inForce = async () => (await server.state()).rooms[0]?.topology;

/** What somebody receives, as the server knows it, sorted. */
async function received({ peerId }: Somebody): Promise<string[]> {
  const { consumers } = await server.state();
  return consumers
    .filter((consumer) => consumer.peerId === peerId)
    .map(({ source }) => source)
    .sort();
}

/** Whom the sound of the mix is for that somebody receives; null for the one for all. */
async function soundsOf({ peerId }: Somebody): Promise<(string | null | undefined)[]> {
  const { consumers, producers } = await server.state();
  return consumers
    .filter((consumer) => consumer.peerId === peerId && consumer.source === 'mixAudio')
    .map(({ producerId }) => producers.find((each) => each.producerId === producerId)?.forPeerId);
}

async function mixer() {
  const { rooms } = await server.state();
  return rooms[0]?.mixer ?? null;
}

async function mixed(somebody: Somebody): Promise<void> {
  await somebody.client.ask('setDownlink', { downlink: 'mix' });
  await expect.poll(() => received(somebody)).toEqual(expect.arrayContaining(['mix', 'mixAudio']));
  await somebody.client.ask('settleDownlink', { downlink: 'mix' });
  await expect.poll(() => received(somebody)).toEqual(['mix', 'mixAudio']);
}

test('the mix is one picture and one sound of somebody whom nobody sees', TIMEOUT, async () => {
  server = await TestServer.start(MIXING);
  const ada = await join('Ada');
  const bob = await join('Bob');
  await bob.client.ask('produce', bob.client.producing({ source: 'camera', rtpParameters: vp8() }));
  await expect.poll(() => received(ada)).toEqual(['camera']);

  await ada.client.ask('setDownlink', { downlink: 'mix' });
  await expect.poll(() => received(ada)).toEqual(['camera', 'mix', 'mixAudio']);
  await ada.client.ask('settleDownlink', { downlink: 'mix' });
  await expect.poll(() => received(ada)).toEqual(['mix', 'mixAudio']);

  const { rooms, peers } = await server.state();
  const [hidden, ...others] = peers.filter((peer) => peer.hidden);
  expect(others).toEqual([]);
  expect(rooms[0]?.peerIds).not.toContain(hidden?.peerId);
  expect(rooms[0]?.mixer).toMatchObject({ restarts: 0, gaveUp: false });
  const { call, rooms: seen } = await ada.client.ask('getSnapshot', {});
  expect(seen[0]?.peers.map(({ name }) => name).sort()).toEqual(['Ada', 'Bob']);
  expect(call?.downlink).toMatchObject({ wanted: 'mix', ruled: false, mix: 'ready' });

  await ada.client.ask('setDownlink', { downlink: 'tiles' });
  await expect.poll(() => received(ada)).toEqual(['camera', 'mix', 'mixAudio']);
  await ada.client.ask('settleDownlink', { downlink: 'tiles' });
  await expect.poll(() => received(ada)).toEqual(['camera']);
});

test('whoever speaks has a sound of their own, and only then', TIMEOUT, async () => {
  server = await TestServer.start(MIXING);
  const ada = await join('Ada');
  const bob = await join('Bob');
  const speak = { source: 'microphone', rtpParameters: opus() } as const;
  await ada.client.ask('produce', ada.client.producing(speak));
  await mixed(ada);
  await mixed(bob);
  expect(await soundsOf(ada)).toEqual([ada.peerId]);
  expect(await soundsOf(bob)).toEqual([null]);

  const spoken = { source: 'microphone', rtpParameters: opus() } as const;
  await bob.client.ask('produce', bob.client.producing(spoken));
  await expect.poll(() => soundsOf(bob)).toEqual([bob.peerId]);
  expect(await received(bob)).toEqual(['mix', 'mixAudio']);
});

test(
  'a mixer serves people on another worker too, each with the sound that is theirs',
  TIMEOUT,
  async () => {
    const bounds = { ...UNCONNECTED, call: { ...UNCONNECTED.call, workerStreams: 1 } };
    server = await TestServer.start({ ...MIXING, OTTOGI_WORKERS: '2' }, bounds);
    const [ada, bob] = [await join('Ada'), await join('Bob')];
    for (const { client } of [ada, bob]) {
      const speak = { source: 'microphone', rtpParameters: opus() } as const;
      await client.ask('produce', client.producing(speak));
    }
    for (const each of [ada, bob]) await mixed(each);
    for (const each of [ada, bob]) expect(await soundsOf(each)).toEqual([each.peerId]);
    expect((await server.state()).pipes).toHaveLength(1);
  },
);

test('a mixer that is killed gives its listeners tiles, and comes back', TIMEOUT, async () => {
  server = await TestServer.start(MIXING);
  const ada = await join('Ada');
  const bob = await join('Bob');
  await bob.client.ask('produce', bob.client.producing({ source: 'camera', rtpParameters: vp8() }));
  await mixed(ada);
  const { pid } = (await mixer())!;
  const told = ada.client.received.length;

  process.kill(pid!, 'SIGKILL');
  await expect.poll(() => received(ada)).toEqual(['camera', 'mix', 'mixAudio']);
  const sources = ada.client.received
    .slice(told)
    .filter(({ name }) => name === 'consumerOpened')
    .map(({ data }) => (data as { consumer: { source: string } }).consumer.source);
  // The tiles did not wait for the next mixer.
  expect(sources[0]).toBe('camera');
  expect(await mixer()).toMatchObject({ restarts: 1 });
  expect((await mixer())?.pid).not.toBe(pid);
  await expect.poll(() => groupOf(pid!)).toEqual([]);
});

test('where a worker dies with all media, the mix too comes back by itself', TIMEOUT, async () => {
  server = await TestServer.start(MIXING);
  const ada = await join('Ada');
  await mixed(ada);
  const { pid } = (await mixer())!;
  for (const worker of await server.workerPids()) process.kill(worker, 'SIGKILL');
  await ada.client.next('mediaLost');
  await expect.poll(() => ada.client.errorOf('renewMedia', {})).toBe('no error');
  await expect.poll(() => received(ada)).toEqual(['mix', 'mixAudio']);
  expect((await mixer())?.pid).toBe(pid);
});

test('a mixer does not keep a room open, nor live on without one', TIMEOUT, async () => {
  server = await TestServer.start(MIXING);
  const ada = await join('Ada');
  await mixed(ada);
  const { pid } = (await mixer())!;
  expect(await groupOf(pid!)).not.toEqual([]);
  ada.client.close();
  await expect.poll(() => server.state()).toEqual(NOTHING);
  await expect.poll(() => groupOf(pid!)).toEqual([]);
});

test('it ends a while after the last who wanted it', TIMEOUT, async () => {
  server = await TestServer.start(MIXING);
  const ada = await join('Ada');
  await mixed(ada);
  const { pid } = (await mixer())!;
  await ada.client.ask('setDownlink', { downlink: 'tiles' });
  await ada.client.ask('settleDownlink', { downlink: 'tiles' });
  server.clock.advance(9_000);
  expect((await mixer())?.pid).toBe(pid);
  server.clock.advance(2_000);
  await expect.poll(mixer).toBeNull();
  await expect.poll(() => groupOf(pid!)).toEqual([]);
});

test(
  'a direct call that is to be mixed comes over the server first, and goes back by the tiles',
  TIMEOUT,
  async () => {
    server = await TestServer.start(MIXING);
    const ada = await joinDirectly('Ada', 'mesh');
    const bob = await joinDirectly('Bob', 'mesh');
    await bob.client.ask('produce', bob.client.producing({ source: 'camera' }));
    const { roomId } = ada;
    await ada.client.ask('updateRoom', { roomId, topologyRule: 'mcu' });
    const routed = [await crossOver(ada), await crossOver(bob)];
    await bob.client.ask(
      'produce',
      bob.client.producing({ source: 'camera', rtpParameters: vp8() }),
    );
    // However early the mixer is there, everybody comes over with what they had.
    await expect
      .poll(async () => (await server.state()).producers.map(({ source }) => source).sort())
      .toEqual(['camera', 'camera', 'mix', 'mixAudio']);
    await expect.poll(() => received(ada)).toEqual(['camera']);
    expect(await received(bob)).toEqual([]);
    expect(await inForce()).toBe('mesh');
    for (const [index, { client }] of [ada, bob].entries()) {
      await client.ask('settleMedia', { mediaId: routed[index]!.mediaId, shows: true });
    }
    expect(await inForce()).toBe('mcu');
    await expect.poll(() => received(ada)).toEqual(['camera', 'mix', 'mixAudio']);
    await expect.poll(() => received(bob)).toEqual(['mix', 'mixAudio']);
    for (const { client } of [ada, bob]) await client.ask('settleDownlink', { downlink: 'mix' });
    await expect.poll(() => received(ada)).toEqual(['mix', 'mixAudio']);

    const { pid } = (await mixer())!;
    await ada.client.ask('updateRoom', { roomId, topologyRule: 'mesh' });
    await expect.poll(() => received(ada)).toEqual(['camera', 'mix', 'mixAudio']);
    await ada.client.ask('settleDownlink', { downlink: 'tiles' });
    expect(await received(ada)).toEqual(['camera']);
    // Bob still sees the mix.
    expect([ada, bob].map(isAskedToMove)).toEqual([false, false]);
    await bob.client.ask('settleDownlink', { downlink: 'tiles' });
    const direct = [await crossOver(ada), await crossOver(bob)];
    expect(direct.map(({ by }) => by)).toEqual(['links', 'links']);
    expect((await mixer())?.pid).toBe(pid);
    for (const [index, { client }] of [ada, bob].entries()) {
      await client.ask('settleMedia', { mediaId: direct[index]!.mediaId, shows: true });
    }
    expect(await inForce()).toBe('mesh');
    expect(await mixer()).toBeNull();
    expect((await server.state()).transports).toEqual([]);
    await expect.poll(() => groupOf(pid!)).toEqual([]);
  },
);

test(
  'who wants the mix in a direct call has it come over the server, as long as they want it',
  TIMEOUT,
  async () => {
    server = await TestServer.start(MIXING);
    const ada = await joinDirectly('Ada', 'auto');
    const bob = await joinDirectly('Bob', 'auto');
    const move = async () => {
      const media = [await crossOver(ada), await crossOver(bob)];
      for (const [index, { client }] of [ada, bob].entries()) {
        await client.ask('settleMedia', { mediaId: media[index]!.mediaId, shows: true });
      }
    };
    server.clock.advance(3_000);
    await move();
    expect(await inForce()).toBe('mesh');
    await ada.client.ask('setDownlink', { downlink: 'mix' });
    await move();
    expect(await inForce()).toBe('sfu');
    await expect.poll(() => received(ada)).toEqual(['mix', 'mixAudio']);
    expect(await received(bob)).toEqual([]);
    await ada.client.ask('settleDownlink', { downlink: 'mix' });

    await ada.client.ask('setDownlink', { downlink: 'tiles' });
    await ada.client.ask('settleDownlink', { downlink: 'tiles' });
    server.clock.advance(3_000);
    // Back on the way to a link: what there was is taken up again, with the mix.
    await crossOver(ada);
    await ada.client.ask('setDownlink', { downlink: 'mix' });
    await ada.client.next('mediaSettled');
    await expect.poll(() => received(ada)).toEqual(['mix', 'mixAudio']);
  },
);

test('as many rooms are mixed as the host allows, and not one more', TIMEOUT, async () => {
  server = await TestServer.start(MIXING);
  await mixed(await join('Ada'));
  const { client } = await join('Bob', 'library');
  expect(await client.errorOf('setDownlink', { downlink: 'mix' })).toBe('mixerUnavailable');
});

test('where there is no Chromium, or is to be none, it is said so', async () => {
  server = await TestServer.start({ OTTOGI_CHROMIUM: '/nowhere/chromium' });
  const { client } = await join('Ada');
  expect((await client.next('downlinkChanged')).mix).toBe('unavailable');
  expect(await client.errorOf('setDownlink', { downlink: 'mix' })).toBe('mixerUnavailable');
});

test('nobody but the mixer publishes a mix', async () => {
  server = await TestServer.start();
  const { client } = await join('Ada');
  const { rtpParameters } = { rtpParameters: vp8() };
  const mix = client.producing({ source: 'camera', rtpParameters });
  expect(await client.errorOf('produceMix', { ...mix, source: 'mix' })).toBe('notGranted');
  expect(await client.errorOf('produce', { ...mix, source: 'mix' })).toBe('invalidRequest');
});
