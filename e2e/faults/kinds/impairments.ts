/** Ways that are bad, and stay so: what of sound and picture still gets through, both ways. */
import { setTimeout as delay } from 'node:timers/promises';
import { detailedCamera } from '../../support/fakeDevices.ts';
import type { Counts } from '../../support/meter.ts';
import type { Impairment } from '../../support/UdpRelay.ts';
import type { Fault, Measured } from '../Fault.ts';
import { longestGap, now } from '../gaps.ts';
import type { Talk } from '../Talk.ts';
import type { Talker } from '../Talker.ts';

/** Until everybody has come to terms with the way: estimates of bandwidth, buffers. */
const SETTLE_MS = 10_000;
const WINDOW_MS = 20_000;

/** Speech stays intelligible (RFC 7874 names no figure; half of this is hardly heard). */
const INTELLIGIBLE = { 'made-up sound': { atMost: 5, unit: '%' } } as const;
/** Pictures may come seldom; one that does not come for longer stands. */
const STANDS_MS = 2_000;
/** Where all arrives, late, none stands. */
const MOVES = { 'longest pause of the picture': { atMost: STANDS_MS, unit: 'ms' } } as const;
/** They move, or the page says why not: where much is lost, or there is hardly room for them. */
const HONEST = { 'pictures that stand without a word': { atMost: 0, unit: '' } } as const;

export const lossy: Fault = {
  name: 'loss',
  about: '20 % of all packets lost, both ways, at 40 ms round trip',
  targets: { ...INTELLIGIBLE, ...HONEST },
  stage: { tcp: false },
  round: (talk) => impaired(talk, { loss: 0.2, delayMs: 20 }),
};

export const far: Fault = {
  name: 'far',
  about: '300 ms round trip, with 20 ms of jitter',
  targets: { ...INTELLIGIBLE, ...MOVES },
  stage: { tcp: false },
  slow: true,
  round: (talk) => impaired(talk, { delayMs: 150, jitterMs: 20 }),
};

export const narrow: Fault = {
  name: 'narrow',
  about: '200 kbit/s both ways, for cameras that want 620',
  targets: { ...INTELLIGIBLE, ...HONEST },
  stage: { tcp: false, camera: detailedCamera },
  slow: true,
  round: (talk) => impaired(talk, { bitsPerSecond: 200_000, delayMs: 20 }),
};

async function impaired(talk: Talk, impairment: Impairment): Promise<Measured> {
  const talkers = [talk.ada, talk.ben];
  talk.ada.line.impair(impairment);
  try {
    await delay(SETTLE_MS);
    const fromMs = now();
    const before = await Promise.all(talkers.map((one) => one.counts()));
    await delay(WINDOW_MS);
    const after = await Promise.all(talkers.map((one) => one.counts()));
    const pictures = await Promise.all(talkers.map((one) => pictureOf(one, fromMs)));
    return {
      figures: {
        'made-up sound': Math.max(...after.map((counts, index) => madeUp(before[index]!, counts))),
        'longest pause of the picture': Math.max(...pictures.map(({ pauseMs }) => pauseMs)),
        'pictures that stand without a word': pictures.filter(
          ({ pauseMs, said }) => pauseMs > STANDS_MS && !said,
        ).length,
      },
    };
  } finally {
    talk.ada.line.impair();
  }
}

/** How long it stood at most, up to now, and whether the page says that something is wrong with it. */
async function pictureOf(one: Talker, fromMs: number): Promise<{ pauseMs: number; said: boolean }> {
  const said = await one.isToldWhy();
  const moments = [...(await one.seen(fromMs)), now()];
  return { pauseMs: longestGap(moments, fromMs).lengthMs, said };
}

/** In percent of what was played. */
function madeUp(before: Counts, after: Counts): number {
  const samples = after.samples - before.samples;
  return (100 * (after.samplesConcealed - before.samplesConcealed)) / samples;
}
