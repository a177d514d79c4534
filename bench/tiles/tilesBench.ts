import { setTimeout as delay } from 'node:timers/promises';
import { planViews, type TileSize } from '../../packages/client/src/viewPlan.ts';
import { trackKey, type TrackKey } from '../../packages/client/src/state.ts';
import type { LoadPeer, LoadPeerOptions, LoadShape } from '../load/LoadPeer.ts';
import { LoadRoom } from '../load/LoadRoom.ts';
import { Camera, type Layer } from '../load/streams.ts';
import type { BenchResult, Figure } from '../results.ts';
import { startProduct } from '../servers/product.ts';
import { median, summarize } from '../statistics.ts';

const TARGET_PERCENT = 20;
const TILES = 25;
const WINDOW_MS = 3_000;

/** How long estimates may rise until every tile gets the layer that it asks for. */
const SETTLE_LIMIT_MS = 120_000;
/** How far from what was asked for a tile's packets may be. */
const TOLERANCE = 0.03;
/** For each window that is wanted; some fall to an estimate that is being made anew. */
const ATTEMPTS = 3;

/** A camera as the SDK sends it: 150, 500 and 1700 kbit/s (`packages/client/src/encodings.ts`). */
const LAYERS: readonly Layer[] = [
  { width: 320, height: 180, packetsPerFrame: 1, bytesPerPacket: 750 },
  { width: 640, height: 360, packetsPerFrame: 3, bytesPerPacket: 833 },
  { width: 1280, height: 720, packetsPerFrame: 8, bytesPerPacket: 1_062 },
];
const SHAPE: LoadShape = { layers: LAYERS, temporal: true };
const HEIGHTS = LAYERS.map(({ height }) => height);

const LARGE: TileSize = { width: 1280, height: 720 };
const SMALL: TileSize = { width: 320, height: 180 };

type LookName = 'full' | 'spotlight' | 'thumbnails' | 'hidden';

/** What a viewer has on the screen: the size of each tile, or null where it shows none. */
const LOOKS: Record<LookName, { title: string; sizeOf: (tile: number) => TileSize | null }> = {
  full: { title: 'all at full quality', sizeOf: () => LARGE },
  spotlight: {
    title: 'one large, the others as thumbnails',
    sizeOf: (tile) => (tile === 0 ? LARGE : SMALL),
  },
  thumbnails: { title: 'all as thumbnails', sizeOf: () => SMALL },
  hidden: { title: 'no tile visible, all voices', sizeOf: () => null },
};
const NAMES = Object.keys(LOOKS) as LookName[];

/** One who watches the same 25 as the others, in a way of their own. */
interface Viewer {
  peer: LoadPeer;
  /** Packets of cameras that are to arrive each second. */
  packetsPerSecond: number;
}
type Viewers = Record<LookName, Viewer>;
type Bitrates = Record<LookName, number>;

/** What a viewer of 25 tiles receives, by how large the tiles are. */
export async function tilesBench(quick: boolean): Promise<BenchResult> {
  const server = await startProduct();
  try {
    const room = await LoadRoom.fill(server.url, [...publishers(), ...watchers()]);
    try {
      room.start();
      const viewers = await look(room);
      const windows = await measure(viewers, quick ? 3 : 10);
      const about = `what a viewer of ${TILES} people with camera and microphone receives, by the size of the tiles`;
      return { name: 'tiles', about, figures: figuresOf(windows), measurements: windows };
    } finally {
      room.close();
    }
  } finally {
    await server.stop();
  }
}

function publishers(): LoadPeerOptions[] {
  return Array.from({ length: TILES }, (_, index) => ({
    room: 'bench',
    name: `publisher ${index}`,
    view: { videos: 0, voices: 0 },
    sends: { shape: SHAPE, speaks: index % 2 === 0 },
  }));
}

function watchers(): LoadPeerOptions[] {
  return NAMES.map((name) => ({
    room: 'bench',
    name,
    view: { videos: TILES, voices: TILES, spatialLayer: 0 },
    sends: null,
  }));
}

/** Each viewer asks for what the SDK asks for where these tiles are on the screen. */
async function look(room: LoadRoom): Promise<Viewers> {
  const peers = room.peers.slice(-NAMES.length);
  const viewers = NAMES.map(async (name, index): Promise<[LookName, Viewer]> => {
    const peer = peers[index]!;
    const cameras = [...peer.consumers.values()].filter(({ source }) => source === 'camera');
    const keyOf = (at: number) => trackKey(cameras[at]!.peerId, 'camera');
    const sizes = cameras.flatMap((_, at): [TrackKey, TileSize][] => {
      const size = LOOKS[name].sizeOf(at);
      return size ? [[keyOf(at), size]] : [];
    });
    const { configure } = planViews({
      visible: new Map(sizes),
      videos: new Map(cameras.map((_, at) => [keyOf(at), HEIGHTS])),
      arrivals: new Map(
        cameras.map(({ consumerId }, at) => [keyOf(at), { consumerId, open: true }]),
      ),
      settings: new Map(),
      asked: new Map(),
      fresh: new Set(),
      hiddenOrder: [],
    });
    await peer.signal.request('configureConsumers', { consumers: configure });
    const frames = 1_000 / Camera.intervalMs;
    const packets = configure
      .filter(({ paused }) => !paused)
      .map(({ spatialLayer }) => LAYERS.at(spatialLayer ?? -1)!.packetsPerFrame);
    return [name, { peer, packetsPerSecond: frames * packets.reduce((sum, of) => sum + of, 0) }];
  });
  return Object.fromEntries(await Promise.all(viewers)) as Viewers;
}

/**
 * All viewers at once, so that they see the same packets. A window counts only if each got the layers
 * that it asked for: neither more, nor less because its link is thought to be too narrow.
 */
async function measure(viewers: Viewers, rounds: number): Promise<Bitrates[]> {
  const until = Date.now() + SETTLE_LIMIT_MS;
  let settled = false;
  while (!settled && Date.now() < until) settled = (await observe(viewers, 1_000)) !== null;
  const windows: Bitrates[] = [];
  for (let attempt = 0; attempt < ATTEMPTS * rounds; attempt += 1) {
    if (windows.length === rounds) break;
    const bitrates = await observe(viewers, WINDOW_MS);
    if (bitrates) windows.push(bitrates);
  }
  if (windows.length < rounds / 2) {
    throw new Error('not everybody gets what they ask for: this machine is too busy to measure on');
  }
  return windows;
}

/** Null where somebody did not get what they asked for. */
async function observe(viewers: Viewers, lengthMs: number): Promise<Bitrates | null> {
  const read = () => ({
    atMs: performance.now(),
    of: NAMES.map((name) => ({
      packets: cameraPackets(viewers[name].peer),
      bytes: viewers[name].peer.receivedBytes,
    })),
  });
  const before = read();
  await delay(lengthMs);
  const after = read();
  const seconds = (after.atMs - before.atMs) / 1_000;
  const complete = NAMES.every((name, index) => {
    const wanted = viewers[name].packetsPerSecond;
    const got = (after.of[index]!.packets - before.of[index]!.packets) / seconds;
    return Math.abs(got - wanted) <= TOLERANCE * wanted;
  });
  if (!complete) return null;
  const bitrates = NAMES.map((name, index) => {
    const bytes = after.of[index]!.bytes - before.of[index]!.bytes;
    return [name, (8 * bytes) / seconds];
  });
  return Object.fromEntries(bitrates) as Bitrates;
}

function cameraPackets(peer: LoadPeer): number {
  return peer.consumers
    .values()
    .filter(({ source }) => source === 'camera')
    .map((consumer) => peer.packetsOf(consumer))
    .reduce((sum, packets) => sum + packets, 0);
}

function figuresOf(windows: Bitrates[]): Figure[] {
  const share = (name: LookName): Figure => {
    const shares = windows.map((of) => (100 * of[name]) / of.full);
    const { median: value, quartiles: spread } = summarize(shares);
    return { name: `${LOOKS[name].title} ÷ ${LOOKS.full.title}`, value, spread, unit: '%' };
  };
  return [
    { ...share('thumbnails'), target: { atMost: TARGET_PERCENT } },
    share('spotlight'),
    share('hidden'),
    ...NAMES.map((name) => ({
      name: LOOKS[name].title,
      value: median(windows.map((of) => of[name])) / 1e6,
      unit: 'Mbit/s',
    })),
  ];
}
