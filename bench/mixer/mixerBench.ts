import { setTimeout as delay } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import type { StateDocuments } from '../../packages/server/src/rooms/stateDocuments.ts';
import { groupOf } from '../../packages/server/src/testing/processes.ts';
import { bundle, launchBrowser, openPage } from '../browser.ts';
import { cpuTimeNs } from '../cpu/cpuTime.ts';
import type { BenchResult, Figure } from '../results.ts';
import { startProduct } from '../servers/product.ts';
import { median, summarize } from '../statistics.ts';

const ROOMS = [2, 4, 8];

/** Until estimates have risen, and the picture has its full size. */
const SETTLE_MS = 10_000;
const WINDOW_MS = 5_000;
const ADMIN_TOKEN = 'a-token-for-the-bench-alone';

/** What a mixer takes within a few seconds. */
interface Window {
  /** Of one core. */
  cpuPercent: number;
  /** Of the picture that its listener sees. */
  framesPerSecond: number;
  height: number;
  kbitPerSecond: number;
}

/** What the mix of a room costs the server, by how many people are in it. */
export async function mixerBench(quick: boolean): Promise<BenchResult> {
  if (process.platform !== 'linux') throw new Error('CPU times per process come from Linux alone');
  const browser = await launchBrowser();
  try {
    const measured = new Map<number, Window[]>();
    for (const people of ROOMS) {
      measured.set(people, await measure(browser, people, quick ? 1 : 5));
    }
    const about =
      'CPU of the mixer of one room (1280x720, 25 pictures a second), whose people send 640x360 at 15, and what one listener receives';
    const measurements = Object.fromEntries(measured);
    return { name: 'mixer', about, figures: [...measured].flatMap(figuresOf), measurements };
  } finally {
    await browser.close();
  }
}

async function measure(browser: Browser, people: number, windows: number): Promise<Window[]> {
  const server = await startProduct({ OTTOGI_ADMIN_TOKEN: ADMIN_TOKEN });
  try {
    const script = await bundle('mix');
    const senders = await openPage(browser, server.url, script);
    const listener = await openPage(browser, server.url, script);
    await senders.evaluate((count) => globalThis.mix.send('bench', count), people);
    await listener.evaluate(() => globalThis.mix.listen('bench'));
    const pid = await mixerPid(server.url);
    await delay(SETTLE_MS);
    const found: Window[] = [];
    for (let window = 0; window < windows; window += 1) {
      await listener.evaluate(() => globalThis.mix.seen());
      const before = await look(pid);
      await delay(WINDOW_MS);
      const after = await look(pid);
      const seen = await listener.evaluate(() => globalThis.mix.seen());
      found.push({
        cpuPercent: (100 * (after.cpuNs - before.cpuNs)) / (1e6 * (after.atMs - before.atMs)),
        framesPerSecond: seen?.framesPerSecond ?? 0,
        height: seen?.height ?? 0,
        kbitPerSecond: (seen?.bitrate ?? 0) / 1_000,
      });
    }
    await Promise.all([senders.close(), listener.close()]);
    return found;
  } finally {
    await server.stop();
  }
}

async function mixerPid(url: string): Promise<number> {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
  const response = await fetch(`${url}/api/state`, { headers });
  const { rooms } = (await response.json()) as StateDocuments;
  const pid = rooms[0]?.mixer?.pid;
  if (!pid) throw new Error('the room has no mixer');
  return pid;
}

/** All processes of the mixer together. */
async function look(pid: number): Promise<{ cpuNs: number; atMs: number }> {
  const pids = await groupOf(pid);
  const times = await Promise.all(pids.map(cpuTimeNs));
  return { cpuNs: times.reduce((sum, time) => sum + time, 0), atMs: performance.now() };
}

function figuresOf([people, windows]: [number, Window[]]): Figure[] {
  const { median: value, quartiles: spread } = summarize(windows.map((each) => each.cpuPercent));
  return [
    { name: `${people} people: CPU`, value, spread, unit: '% of a core' },
    {
      name: `${people} people: pictures`,
      value: median(windows.map((each) => each.framesPerSecond)),
      unit: '/s',
    },
    {
      name: `${people} people: picture, lines`,
      value: median(windows.map((each) => each.height)),
      unit: '',
    },
    {
      name: `${people} people: picture, down`,
      value: median(windows.map((each) => each.kbitPerSecond)),
      unit: 'kbit/s',
    },
  ];
}
