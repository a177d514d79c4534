import { setTimeout as delay } from 'node:timers/promises';
import type { LoadPeerOptions, LoadShape } from '../load/LoadPeer.ts';
import { LoadRoom } from '../load/LoadRoom.ts';
import { Camera, Microphone } from '../load/streams.ts';
import type { BenchResult, Figure } from '../results.ts';
import { startProduct } from '../servers/product.ts';
import { ServerProcess } from '../servers/ServerProcess.ts';
import { median, summarize } from '../statistics.ts';
import { cpuTimeNs, workerPidOf } from './cpuTime.ts';

const TARGET = 1.05;
const PEERS = 8;

/** How long estimates may rise until every receiver gets the best layer. */
const SETTLE_LIMIT_MS = 45_000;
/** Of the packets that there would be if everybody got the best layer. */
const SETTLED_SHARE = 0.97;
const WINDOW_MS = 3_000;
/** For each window that is wanted; some fall to an estimate that is being made anew. */
const ATTEMPTS = 3;

/** What people send: a camera as the SDK sends it, and a picture in a single layer. */
const SHAPES: { name: string; shape: LoadShape }[] = [
  {
    name: 'three simulcast layers',
    shape: {
      temporal: true,
      layers: [
        { width: 320, height: 180, packetsPerFrame: 1, bytesPerPacket: 600 },
        { width: 640, height: 360, packetsPerFrame: 2, bytesPerPacket: 1_000 },
        { width: 1280, height: 720, packetsPerFrame: 4, bytesPerPacket: 1_100 },
      ],
    },
  },
  {
    name: 'one layer',
    shape: {
      temporal: false,
      layers: [{ width: 640, height: 360, packetsPerFrame: 2, bytesPerPacket: 1_000 }],
    },
  },
];

/** CPU time per packet that arrived at a receiver, in microseconds, within a few seconds. */
interface Window {
  packetsPerSecond: number;
  workerUs: number;
  totalUs: number;
}

/** A server with a full room, and the processes that the server consists of. */
interface Side {
  server: ServerProcess;
  room: LoadRoom;
  workerPid: number;
}

/** Server CPU per forwarded packet: the product beside mediasoup with nothing around it. */
export async function cpuBench(quick: boolean): Promise<BenchResult> {
  if (process.platform !== 'linux') throw new Error('CPU times per thread come from Linux alone');
  const figures: Figure[] = [];
  const measurements: Record<string, unknown> = {};
  for (const { name, shape } of SHAPES) {
    const windows = await measure(shape, quick ? 4 : 15);
    measurements[name] = windows;
    figures.push(...figuresOf(name, windows));
  }
  const about = `server CPU per forwarded packet, product ÷ raw mediasoup; ${PEERS} peers, all see and hear all`;
  return { name: 'cpu', about, figures, measurements };
}

async function measure(shape: LoadShape, rounds: number) {
  const product = await open(startProduct(), shape);
  try {
    const raw = await open(ServerProcess.start('bench/raw/main.ts'), shape);
    try {
      return await compare({ product, raw }, fullRate(shape), rounds);
    } finally {
      await close(raw);
    }
  } finally {
    await close(product);
  }
}

/**
 * Both under load at once, and each window measures both: whatever else the machine does meets both
 * alike, and neither has to find its bandwidth estimates anew for every turn.
 */
async function compare(
  { product, raw }: Record<'product' | 'raw', Side>,
  packetsPerSecond: number,
  rounds: number,
) {
  product.room.start();
  raw.room.start();
  await settled([product.room, raw.room], packetsPerSecond);
  const windows: { product: Window[]; raw: Window[] } = { product: [], raw: [] };
  for (let attempt = 0; attempt < ATTEMPTS * rounds; attempt += 1) {
    if (windows.product.length === rounds) break;
    const before = [await read(product), await read(raw)] as const;
    await delay(WINDOW_MS);
    const after = [await read(product), await read(raw)] as const;
    const both = [between(before[0], after[0]), between(before[1], after[1])] as const;
    // A packet that comes in costs too. The two are alike only while both forward the same.
    const least = SETTLED_SHARE * packetsPerSecond;
    if (both.some((window) => window.packetsPerSecond < least)) continue;
    windows.product.push(both[0]);
    windows.raw.push(both[1]);
  }
  if (windows.product.length < rounds / 2) {
    throw new Error('bandwidth estimates do not settle: this machine is too busy to measure on');
  }
  return windows;
}

async function settled(rooms: LoadRoom[], packetsPerSecond: number): Promise<void> {
  const until = Date.now() + SETTLE_LIMIT_MS;
  let enough = false;
  while (!enough && Date.now() < until) {
    const before = rooms.map(({ received }) => received);
    await delay(1_000);
    enough = rooms.every(
      ({ received }, index) => received - before[index]! >= SETTLED_SHARE * packetsPerSecond,
    );
  }
  for (const room of rooms) room.assertComplete(2 * (PEERS - 1));
}

interface Reading {
  atMs: number;
  packets: number;
  workerNs: number;
  nodeNs: number;
}

async function read({ server, room, workerPid }: Side): Promise<Reading> {
  return {
    workerNs: await cpuTimeNs(workerPid),
    nodeNs: await cpuTimeNs(server.pid),
    packets: room.received,
    atMs: performance.now(),
  };
}

function between(before: Reading, after: Reading): Window {
  const packets = after.packets - before.packets;
  const workerNs = after.workerNs - before.workerNs;
  const nodeNs = after.nodeNs - before.nodeNs;
  return {
    packetsPerSecond: (packets / (after.atMs - before.atMs)) * 1_000,
    workerUs: workerNs / packets / 1_000,
    totalUs: (workerNs + nodeNs) / packets / 1_000,
  };
}

function fullRate({ layers }: LoadShape): number {
  const audio = 1_000 / Microphone.intervalMs;
  const video = (1_000 / Camera.intervalMs) * layers.at(-1)!.packetsPerFrame;
  return PEERS * (PEERS - 1) * (audio + video);
}

function figuresOf(name: string, { product, raw }: { product: Window[]; raw: Window[] }): Figure[] {
  const figure = (part: 'workerUs' | 'totalUs'): Pick<Figure, 'value' | 'unit' | 'spread'> => ({
    value: median(product.map((of) => of[part])) / median(raw.map((of) => of[part])),
    unit: '×',
    spread: summarize(product.map((of, index) => of[part] / raw[index]![part])).quartiles,
  });
  const rate = (of: Window[]) => summarize(of.map(({ packetsPerSecond }) => packetsPerSecond));
  const total = (of: Window[]) => summarize(of.map(({ totalUs }) => totalUs));
  const plain = (
    { median: value, quartiles: spread }: ReturnType<typeof summarize>,
    unit: string,
  ) => ({
    value,
    spread,
    unit,
  });
  return [
    { name: `${name}: worker and Node`, ...figure('totalUs'), target: { atMost: TARGET } },
    { name: `${name}: worker alone`, ...figure('workerUs') },
    { name: `${name}: product`, ...plain(total(product), 'µs') },
    { name: `${name}: raw mediasoup`, ...plain(total(raw), 'µs') },
    { name: `${name}: packets forwarded by the product`, ...plain(rate(product), '/s') },
    { name: `${name}: by raw mediasoup`, ...plain(rate(raw), '/s') },
  ];
}

/** All publish, and every second one speaks. */
function everybody(shape: LoadShape): LoadPeerOptions[] {
  return Array.from({ length: PEERS }, (_, index) => ({
    room: 'bench',
    name: `load ${index}`,
    sends: { shape, speaks: index % 2 === 0 },
  }));
}

async function open(starting: Promise<ServerProcess>, shape: LoadShape): Promise<Side> {
  const server = await starting;
  try {
    const room = await LoadRoom.fill(server.url, everybody(shape));
    return { server, room, workerPid: await workerPidOf(server.pid) };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function close({ server, room }: Side): Promise<void> {
  room.close();
  await server.stop();
}
