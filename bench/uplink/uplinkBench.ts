import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import type { TileSize } from '../../packages/client/src/index.ts';
import { bundle, launchBrowser, openPage } from '../browser.ts';
import type { Sent } from '../pages/uplink.ts';
import type { BenchResult, Figure } from '../results.ts';
import { startProduct } from '../servers/product.ts';
import { median, summarize } from '../statistics.ts';
import { writeCameraFile } from './cameraFile.ts';

const TARGET_PERCENT = 10;
const ROOM = 'bench';
const LINES = 720;

const LOOK_MS = 1_000;
/** The rate counts as steady when that many looks give as much as the same number before them. */
const STEADY_LOOKS = 5;
const STEADY_SHARE = 0.05;
/** How long a sender may take until it sends what it can. */
const STEADY_LIMIT_MS = 90_000;
const WINDOW_MS = 5_000;

type SizeName = 'large' | 'thumbnail' | 'hidden';

/** What the only viewer shows, and how many of the sender's three layers that needs. */
const SIZES: Record<SizeName, { title: string; size: TileSize | null; layers: number }> = {
  large: { title: 'watched at full size', size: { width: 1280, height: LINES }, layers: 3 },
  thumbnail: { title: 'watched as a thumbnail', size: { width: 320, height: 180 }, layers: 1 },
  hidden: { title: 'watched by nobody', size: null, layers: 0 },
};
const NAMES = Object.keys(SIZES) as SizeName[];

type Bitrates = Record<SizeName, number[]>;

/** What somebody with microphone and camera sends, by how large anybody watches. */
export async function uplinkBench(quick: boolean): Promise<BenchResult> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'ottogi-bench-'));
  const camera = join(folder.path, 'camera.y4m');
  await writeCameraFile(camera, { width: 1280, height: LINES });
  const browser = await launchBrowser({ camera });
  try {
    const server = await startProduct();
    try {
      const [sender, viewer] = await meet(browser, server.url);
      const bitrates = await measure(sender, viewer, quick ? 1 : 4);
      const about = `what a browser with microphone and camera (${LINES} lines, three layers) sends, by how large anybody watches`;
      return { name: 'uplink', about, figures: figuresOf(bitrates), measurements: bitrates };
    } finally {
      await server.stop();
    }
  } finally {
    await browser.close();
  }
}

async function meet(browser: Browser, url: string): Promise<[sender: Page, viewer: Page]> {
  const script = await bundle('uplink');
  const [sender, viewer] = [
    await openPage(browser, url, script),
    await openPage(browser, url, script),
  ];
  await sender.evaluate((room) => globalThis.uplink.send(room), ROOM);
  await viewer.evaluate((room) => globalThis.uplink.watch(room), ROOM);
  return [sender, viewer];
}

async function measure(sender: Page, viewer: Page, rounds: number): Promise<Bitrates> {
  const bitrates: Bitrates = { large: [], thumbnail: [], hidden: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const name of NAMES) {
      const { size, layers } = SIZES[name];
      await viewer.evaluate((shown) => globalThis.uplink.show(shown), size);
      await steady(sender, layers);
      bitrates[name].push(await bitrateOver(sender, WINDOW_MS));
    }
  }
  return bitrates;
}

/** Until so many layers are sent, and what the sender sends grows and falls no more. */
async function steady(sender: Page, layers: number): Promise<void> {
  const until = Date.now() + STEADY_LIMIT_MS;
  const rates: number[] = [];
  while (Date.now() < until) {
    rates.push(await bitrateOver(sender, LOOK_MS));
    const now = await look(sender);
    if (!sends(now, layers)) {
      rates.length = 0;
      continue;
    }
    const [last, former] = [
      rates.slice(-STEADY_LOOKS),
      rates.slice(-2 * STEADY_LOOKS, -STEADY_LOOKS),
    ];
    if (former.length < STEADY_LOOKS) continue;
    if (Math.abs(mean(last) / mean(former) - 1) <= STEADY_SHARE) return;
  }
  throw new Error(
    `the sender does not come to rest with ${layers} layers: ${rates.map(Math.round).join(', ')}`,
  );
}

function sends({ layers }: Sent, wanted: number): boolean {
  const flowing = layers.map(({ active, framesPerSecond }) => active && (framesPerSecond ?? 0) > 0);
  const complete = wanted < layers.length || layers.at(-1)?.height === LINES;
  return complete && flowing.every((flows, layer) => flows === layer < wanted);
}

/** In bits per second. */
async function bitrateOver(sender: Page, lengthMs: number): Promise<number> {
  const before = await look(sender);
  await delay(lengthMs);
  const after = await look(sender);
  return (8_000 * (after.bytes - before.bytes)) / (after.atMs - before.atMs);
}

function look(sender: Page): Promise<Sent> {
  return sender.evaluate(() => globalThis.uplink.sent());
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function figuresOf(bitrates: Bitrates): Figure[] {
  const share = (name: SizeName): Figure => {
    const shares = bitrates[name].map((bitrate, round) => (100 * bitrate) / bitrates.large[round]!);
    const { median: value, quartiles: spread } = summarize(shares);
    return { name: `${SIZES[name].title} ÷ ${SIZES.large.title}`, value, spread, unit: '%' };
  };
  return [
    { ...share('thumbnail'), target: { atMost: TARGET_PERCENT } },
    share('hidden'),
    ...NAMES.map((name) => ({
      name: SIZES[name].title,
      value: median(bitrates[name]) / 1_000,
      unit: 'kbit/s',
    })),
  ];
}
