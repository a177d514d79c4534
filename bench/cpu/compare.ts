import { setTimeout as delay } from 'node:timers/promises';
import type { LoadPeerOptions, LoadShape } from '../load/LoadPeer.ts';
import { LoadRoom } from '../load/LoadRoom.ts';
import { Camera, Microphone } from '../load/streams.ts';
import type { Figure } from '../results.ts';
import type { ServerProcess } from '../servers/ServerProcess.ts';
import { median, summarize } from '../statistics.ts';
import { cpuTimeNs, workerPidsOf } from './cpuTime.ts';

/** How long estimates may rise until every receiver gets the best layer. */
const SETTLE_LIMIT_MS = 45_000;
/** Of the packets that there would be if everybody got the best layer. */
const SETTLED_SHARE = 0.97;
const WINDOW_MS = 3_000;
/** For each window that is wanted; some fall to an estimate that is being made anew. */
const ATTEMPTS = 3;

/** What people send: a camera as the SDK sends it, and a picture in a single layer. */
export const SHAPES: { name: string; shape: LoadShape }[] = [
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
export interface Window {
  packetsPerSecond: number;
  workerUs: number;
  totalUs: number;
}

/** Of what is looked at, and of what it is compared with. */
export interface Windows {
  subject: Window[];
  standard: Window[];
}

/** A server with a full room, and the processes that the server consists of. */
interface Side {
  server: ServerProcess;
  room: LoadRoom;
  workerPids: number[];
}

export interface Comparison {
  subject: () => Promise<ServerProcess>;
  standard: () => Promise<ServerProcess>;
  shape: LoadShape;
  /** In each room. */
  peers: number;
  /** How many windows. */
  rounds: number;
  /** Throws where the subject is not what was to be measured. */
  check?: (subject: ServerProcess) => Promise<void>;
}

/**
 * CPU time per packet of two servers, each with a room of the same kind. Both are under load at once,
 * and each window measures both: whatever else the machine does meets both alike, and neither has to
 * find its bandwidth estimates anew for every turn.
 */
export async function compare(comparison: Comparison): Promise<Windows> {
  const { shape, peers, rounds, check } = comparison;
  const subject = await open(comparison.subject(), shape, peers);
  try {
    await check?.(subject.server);
    const standard = await open(comparison.standard(), shape, peers);
    try {
      return await windowsOf([subject, standard], fullRate(shape, peers), rounds);
    } finally {
      await close(standard);
    }
  } finally {
    await close(subject);
  }
}

async function windowsOf(
  sides: [Side, Side],
  packetsPerSecond: number,
  rounds: number,
): Promise<Windows> {
  const [subject, standard] = sides;
  for (const { room } of sides) room.start();
  await settled(
    sides.map(({ room }) => room),
    packetsPerSecond,
  );
  const windows: Windows = { subject: [], standard: [] };
  for (let attempt = 0; attempt < ATTEMPTS * rounds; attempt += 1) {
    if (windows.subject.length === rounds) break;
    const before = [await read(subject), await read(standard)] as const;
    await delay(WINDOW_MS);
    const after = [await read(subject), await read(standard)] as const;
    const both = [between(before[0], after[0]), between(before[1], after[1])] as const;
    // A packet that comes in costs too. The two are alike only while both forward the same.
    const least = SETTLED_SHARE * packetsPerSecond;
    if (both.some((window) => window.packetsPerSecond < least)) continue;
    windows.subject.push(both[0]);
    windows.standard.push(both[1]);
  }
  if (windows.subject.length < rounds / 2) {
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
  for (const room of rooms) room.assertComplete(2 * (room.peers.length - 1));
}

interface Reading {
  atMs: number;
  packets: number;
  workerNs: number;
  nodeNs: number;
}

async function read({ server, room, workerPids }: Side): Promise<Reading> {
  const workers = await Promise.all(workerPids.map(cpuTimeNs));
  return {
    workerNs: workers.reduce((sum, time) => sum + time, 0),
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

function fullRate({ layers }: LoadShape, peers: number): number {
  const audio = 1_000 / Microphone.intervalMs;
  const video = (1_000 / Camera.intervalMs) * layers.at(-1)!.packetsPerFrame;
  return peers * (peers - 1) * (audio + video);
}

/** @param sides What the subject and the standard are called. */
export function figuresOf(
  name: string,
  { subject, standard }: Windows,
  sides: { subject: string; standard: string },
  target: number,
): Figure[] {
  const figure = (part: 'workerUs' | 'totalUs'): Pick<Figure, 'value' | 'unit' | 'spread'> => ({
    value: median(subject.map((of) => of[part])) / median(standard.map((of) => of[part])),
    unit: '×',
    spread: summarize(subject.map((of, index) => of[part] / standard[index]![part])).quartiles,
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
    { name: `${name}: workers and Node`, ...figure('totalUs'), target: { atMost: target } },
    { name: `${name}: workers alone`, ...figure('workerUs') },
    { name: `${name}: ${sides.subject}`, ...plain(total(subject), 'µs') },
    { name: `${name}: ${sides.standard}`, ...plain(total(standard), 'µs') },
    { name: `${name}: packets forwarded, ${sides.subject}`, ...plain(rate(subject), '/s') },
    { name: `${name}: packets forwarded, ${sides.standard}`, ...plain(rate(standard), '/s') },
  ];
}

/** All publish, and every second one speaks. */
function everybody(shape: LoadShape, peers: number): LoadPeerOptions[] {
  return Array.from({ length: peers }, (_, index) => ({
    room: 'bench',
    name: `load ${index}`,
    sends: { shape, speaks: index % 2 === 0 },
  }));
}

async function open(
  starting: Promise<ServerProcess>,
  shape: LoadShape,
  peers: number,
): Promise<Side> {
  const server = await starting;
  try {
    const room = await LoadRoom.fill(server.url, everybody(shape, peers));
    return { server, room, workerPids: await workerPidsOf(server.pid) };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function close({ server, room }: Side): Promise<void> {
  room.close();
  await server.stop();
}
