import type { BenchResult, Figure } from '../results.ts';
import type { TimedReport } from './AllClients.ts';
import type { Held } from './leftovers.ts';
import { storm, type StormOutcome, type StormSize } from './storm.ts';

/** Twice as many at an address as it lets newcomers in at once. */
const FULL: StormSize = {
  clients: 2_000,
  audience: 200,
  cycles: 6_000,
  addresses: 2,
  patient: true,
};

export const QUICK: StormSize = {
  clients: 200,
  audience: 20,
  cycles: 200,
  addresses: 2,
  patient: false,
};

/** Everybody comes at once; people come and go; the server is killed, and everybody comes back. */
export async function stormBench(quick: boolean): Promise<BenchResult> {
  const size = quick ? QUICK : FULL;
  const outcome = await storm(size);
  return {
    name: 'storm',
    about: `${size.clients} clients at once, then ${size.cycles} visits, then back after a kill -9 from ${size.addresses} addresses`,
    figures: figuresOf(outcome),
    measurements: outcome,
  };
}

function figuresOf({ storm: stormed, churn, back, held }: StormOutcome): Figure[] {
  const { before, afterStorm, afterChurn, afterReturn } = held;
  return [
    ...figuresFor('storm', stormed),
    ms('storm: all are in', stormed.tookMs),
    ...figuresFor('churn', churn),
    { name: 'churn: events', value: churn.events, unit: '' },
    { name: 'churn: events a second', value: (1_000 * churn.events) / churn.tookMs, unit: '' },
    ms('kill -9: the server is up again', back.downMs),
    ...figuresFor('kill -9', back),
    ms('kill -9: all are in', back.downMs + back.tookMs),
    ...growth('after the storm', afterStorm, before),
    ...growth('after the churn', afterChurn, before),
    ...growth('after the return', afterReturn, before),
  ];
}

function figuresFor(of: string, { joinMs, failures, refusals, losses }: TimedReport): Figure[] {
  const sorted = joinMs.toSorted((a, b) => a - b);
  const percentile = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
  return [
    ms(`${of}: one is in, p50`, percentile(0.5)),
    ms(`${of}: one is in, p95`, percentile(0.95)),
    { name: `${of}: failures`, value: failures.length, unit: '', target: { atMost: 0 } },
    { name: `${of}: connections that fell`, value: losses, unit: '', target: { atMost: 0 } },
    { name: `${of}: told to come again later`, value: refusals, unit: '' },
  ];
}

function ms(name: string, value: number): Figure {
  return { name, value, unit: 'ms' };
}

/** @param before What was held after everybody had been there once. */
function growth(when: string, after: Held, before: Held): Figure[] {
  const target = { atMost: 1.1 };
  const heap = after.heapBytes / before.heapBytes;
  const resident = after.residentBytes / before.residentBytes;
  return [
    { name: `heap ${when} ÷ before`, value: heap, unit: '×', target },
    { name: `resident memory ${when} ÷ before`, value: resident, unit: '×', target },
  ];
}
