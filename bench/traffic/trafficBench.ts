import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { bundle, launchBrowser, openPage } from '../browser.ts';
import type { BenchResult } from '../results.ts';
import { startProduct } from '../servers/product.ts';
import { writeCameraFile } from '../uplink/cameraFile.ts';
import { figuresOf, tableOf, type Sample } from './figures.ts';
import { flowsBetween, type Counted } from './flow.ts';
import { isAsInTheory, TOPOLOGIES, type Topology } from './theory.ts';

const SIZES = { quick: [2, 4, 6, 8], full: [2, 3, 4, 5, 6, 7, 8] };

/** As large as the cameras, with one layer as they have, and so with the same bound. */
const MIX = '320x180@5';
const CAMERA = { width: 320, height: 180 };

const LOOK_MS = 1_000;
/** How long the streams may take until they are as in theory; then they are counted as they are. */
const STREAMS_LIMIT_MS = 15_000;
/** Until the first pictures, which are larger, are gone. */
const SETTLE_MS = 1_500;
const WINDOW_MS = 3_000;

/** What each client sends and receives, by topology and by how many people there are. */
export async function trafficBench(quick: boolean): Promise<BenchResult> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'ottogi-bench-'));
  const camera = join(folder.path, 'camera.y4m');
  await writeCameraFile(camera, CAMERA);
  const browser = await launchBrowser({ camera });
  try {
    const server = await startProduct({ OTTOGI_MIX: MIX });
    try {
      const sizes = quick ? SIZES.quick : SIZES.full;
      const pages = await openPages(browser, server.url, sizes.at(-1)!);
      const samples: Sample[] = [];
      for (const topology of TOPOLOGIES) {
        samples.push(...(await measure(pages, topology, sizes, quick ? 1 : 3)));
      }
      const about =
        'what a client with microphone and camera (one layer of 320x180, ≤ 120 kbit/s) sends and receives ÷ theory';
      const [figures, notes] = [figuresOf(samples), tableOf(samples)];
      return { name: 'traffic', about, figures, notes, measurements: samples };
    } finally {
      await server.stop();
    }
  } finally {
    await browser.close();
  }
}

/** One for each person, so that a page's connections are a client's. */
async function openPages(browser: Browser, url: string, count: number): Promise<Page[]> {
  const script = await bundle('traffic');
  return Promise.all(Array.from({ length: count }, () => openPage(browser, url, script)));
}

/** In one room, into which more and more people come. */
async function measure(
  pages: Page[],
  topology: Topology,
  sizes: readonly number[],
  windows: number,
): Promise<Sample[]> {
  const samples: Sample[] = [];
  const inside: Page[] = [];
  for (const people of sizes) {
    while (inside.length < people) {
      const page = pages[inside.length]!;
      const name = `Person ${inside.length}`;
      await page.evaluate(([...args]) => globalThis.traffic.join(...args), [
        topology,
        name,
      ] as const);
      inside.push(page);
    }
    await streamsFlow(inside, topology);
    await delay(SETTLE_MS);
    for (let window = 0; window < windows; window += 1) {
      const flows = await flowsOver(inside, WINDOW_MS);
      samples.push(...flows.map((each) => ({ topology, people, ...each })));
    }
  }
  await Promise.all(inside.map((page) => page.evaluate(() => globalThis.traffic.leave())));
  return samples;
}

async function streamsFlow(inside: Page[], topology: Topology): Promise<void> {
  const until = Date.now() + STREAMS_LIMIT_MS;
  while (Date.now() < until) {
    const flows = await flowsOver(inside, LOOK_MS);
    if (flows.every((each) => isAsInTheory({ topology, people: inside.length, ...each }))) return;
  }
}

async function flowsOver(inside: Page[], lengthMs: number) {
  const before = await look(inside);
  await delay(lengthMs);
  const after = await look(inside);
  return after.map((counted, index) => flowsBetween(before[index]!, counted));
}

function look(inside: Page[]): Promise<Counted[]> {
  return Promise.all(inside.map((page) => page.evaluate(() => globalThis.traffic.counted())));
}
