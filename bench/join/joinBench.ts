import type { Browser } from 'playwright-core';
import { bundle, launchBrowser, openPage, type PageScript } from '../browser.ts';
import type { JoinReport } from '../pages/benchPage.ts';
import type { BenchResult, Figure } from '../results.ts';
import { startProduct } from '../servers/product.ts';
import { ServerProcess } from '../servers/ServerProcess.ts';
import { median, summarize } from '../statistics.ts';
import { DelayProxy } from './DelayProxy.ts';
import { waitedFor } from './waitedFor.ts';

const ROUND_TRIPS_MS = [0, 50, 100] as const;
const RATIO_TARGETS: Partial<Record<RoundTripMs, number>> = { 0: 0.45, 100: 0.3 };
const SLOPE_TARGET = 1.3;

const PUBLISHERS = 3;
const ROOM = 'bench';
/** Far beyond the slowest join: something is broken then, and the bench says so. */
const JOIN_LIMIT_MS = 20_000;

type RoundTripMs = (typeof ROUND_TRIPS_MS)[number];
type SideName = 'product' | 'tutorial';
type Reports = Record<SideName, JoinReport[]>;

/** A server with publishers in a room, and the way to it. */
interface Side {
  server: ServerProcess;
  proxy: DelayProxy;
  script: PageScript;
}

/** How long people wait for the others' pictures: the product beside the tutorial sequence. */
export async function joinBench(quick: boolean): Promise<BenchResult> {
  const browser = await launchBrowser();
  const sides: Partial<Record<SideName, Side>> = {};
  try {
    sides.product = await open(browser, 'product', startProduct());
    sides.tutorial = await open(browser, 'tutorial', ServerProcess.start('bench/tutorial/main.ts'));
    const { product, tutorial } = sides;
    const reports = await alternate(browser, { product, tutorial }, quick ? 3 : 9);
    const about = `a join with microphone and camera into a room of ${PUBLISHERS} who do the same; product beside the tutorial sequence`;
    return {
      name: 'join',
      about,
      figures: figuresOf(reports),
      measurements: Object.fromEntries(reports),
    };
  } finally {
    await browser.close();
    for (const side of Object.values(sides)) await close(side);
  }
}

/** Turn by turn, and every other round the other way about: what else goes on meets both alike. */
async function alternate(
  browser: Browser,
  sides: Record<SideName, Side>,
  rounds: number,
): Promise<Map<RoundTripMs, Reports>> {
  const reports = new Map(
    ROUND_TRIPS_MS.map((roundTripMs): [RoundTripMs, Reports] => [
      roundTripMs,
      { product: [], tutorial: [] },
    ]),
  );
  // The first joins of all find cold servers and a cold browser, and don't count.
  for (const side of Object.values(sides)) await joinOnce(browser, side, 0);
  for (let round = 0; round < rounds; round += 1) {
    const order: SideName[] = round % 2 === 0 ? ['product', 'tutorial'] : ['tutorial', 'product'];
    for (const [roundTripMs, of] of reports) {
      for (const name of order) of[name].push(await joinOnce(browser, sides[name], roundTripMs));
    }
  }
  return reports;
}

/** A page of its own each time, as for somebody who comes in for the first time. */
async function joinOnce(
  browser: Browser,
  { proxy, script }: Side,
  roundTripMs: RoundTripMs,
): Promise<JoinReport> {
  proxy.roundTripMs = roundTripMs;
  const page = await openPage(browser, proxy.url, script);
  try {
    await within(
      JOIN_LIMIT_MS,
      page.evaluate(() => globalThis.bench.prepare()),
    );
    return await within(
      JOIN_LIMIT_MS,
      page.evaluate(([room, pictures]) => globalThis.bench.join(room, pictures), [
        ROOM,
        PUBLISHERS,
      ] as const),
    );
  } finally {
    await page.close();
  }
}

function figuresOf(reports: Map<RoundTripMs, Reports>): Figure[] {
  const frames = (roundTripMs: RoundTripMs, name: SideName) =>
    reports.get(roundTripMs)![name].map(({ firstFrameMs }) => firstFrameMs);
  const slopes = (name: SideName) =>
    frames(100, name).map((ms, index) => (ms - frames(0, name)[index]!) / 100);
  const slope = (name: SideName): Pick<Figure, 'value' | 'unit' | 'spread'> => ({
    value: (median(frames(100, name)) - median(frames(0, name))) / 100,
    unit: 'round trips',
    spread: summarize(slopes(name)).quartiles,
  });
  const ratios = ROUND_TRIPS_MS.flatMap((roundTripMs): Figure[] => {
    const [product, tutorial] = [frames(roundTripMs, 'product'), frames(roundTripMs, 'tutorial')];
    const at = `at ${roundTripMs} ms round trip`;
    const target = RATIO_TARGETS[roundTripMs];
    return [
      {
        name: `first frame ${at}: product ÷ tutorial`,
        value: median(product) / median(tutorial),
        unit: '×',
        spread: summarize(product.map((ms, index) => ms / tutorial[index]!)).quartiles,
        ...(target !== undefined && { target: { atMost: target } }),
      },
      milliseconds(`first frame ${at}: product`, product),
      milliseconds(`first frame ${at}: tutorial`, tutorial),
    ];
  });
  return [
    ...ratios,
    { name: 'slope of the product', ...slope('product'), target: { atMost: SLOPE_TARGET } },
    { name: 'slope of the tutorial', ...slope('tutorial') },
    ...(['product', 'tutorial'] as const).flatMap((name) => counts(name, reports.get(100)![name])),
  ];
}

function milliseconds(name: string, values: number[]): Figure {
  const { median: value, quartiles: spread } = summarize(values);
  return { name, value, unit: 'ms', spread };
}

function counts(name: SideName, reports: JoinReport[]): Figure[] {
  const count = (what: string, of: (report: JoinReport) => number): Figure => ({
    name: `${what}: ${name}`,
    value: median(reports.map(of)),
    unit: '',
  });
  return [
    count("client messages to the others' pictures", ({ needed }) => needed.length),
    count('client messages with own publishing', ({ messages }) => messages.length),
    count('answers waited for, one after another', waitedFor),
  ];
}

async function open(
  browser: Browser,
  name: SideName,
  starting: Promise<ServerProcess>,
): Promise<Side> {
  const server = await starting;
  try {
    const script = await bundle(name);
    const publishers = await openPage(browser, server.url, script);
    await publishers.evaluate(([room, peers]) => globalThis.bench.publish(room, peers), [
      ROOM,
      PUBLISHERS,
    ] as const);
    return { server, script, proxy: await DelayProxy.start(server.port) };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function close({ server, proxy }: Side): Promise<void> {
  await proxy.stop();
  await server.stop();
}

async function within<T>(limitMs: number, promise: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new Error(`a page did not answer within ${limitMs} ms`)),
    limitMs,
  );
  return Promise.race([promise, late.promise]).finally(() => clearTimeout(timer));
}
