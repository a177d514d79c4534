import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { Fault } from './Fault.ts';
import { FAULTS } from './kinds/index.ts';
import { missesOf } from './report.ts';
import { Talk } from './Talk.ts';

/** Once each, and without those that take the better part of a minute: `npm run faults` has all. */
const QUICK = FAULTS.filter(({ slow = false }) => !slow);

/** Browsers take longer to start than most faults to pass: those of one stage share it. */
const STAGES = Object.values(Object.groupBy(QUICK, ({ stage }) => JSON.stringify(stage) ?? ''));

/** Other tests keep the cores busy meanwhile: what is a matter of milliseconds takes longer. */
const UNHURRIED = 5;
/** What comes too late to be played is made up too, and here packets wait for the cores. */
const UNHURRIED_SHARE = 2;
/** A page that gets no time for a moment is no fault of Ottogi; a way that is gone is for longer. */
const SHORTEST_MS = 1_500;

function unhurried(fault: Fault): Fault {
  const targets = Object.entries(fault.targets).map(([figure, target]) => {
    const unhurriedMs = Math.max(UNHURRIED * target.atMost, SHORTEST_MS);
    const share = target.unit === '%' ? UNHURRIED_SHARE : 1;
    const atMost = target.unit === 'ms' ? unhurriedMs : share * target.atMost;
    return [figure, { ...target, atMost }] as const;
  });
  return { ...fault, targets: Object.fromEntries(targets) };
}

describe.each(STAGES.map((faults) => ({ faults, stage: faults?.[0]?.stage })))(
  'on the stage $stage',
  ({ faults = [], stage }) => {
    let talk: Talk | null = null;
    const close = async () => {
      await talk?.close();
      talk = null;
    };
    afterAll(close);
    // Whatever went wrong is not to be in the way of the next one.
    afterEach(async ({ task }) => {
      if (task.result?.state === 'fail') await close();
    });

    test.for<Fault>(faults)('$name: $about', async (fault, { skip }) => {
      if (fault.obstacle) skip(fault.obstacle);
      talk ??= await Talk.open(stage);
      await talk.ready(fault);
      expect(missesOf(unhurried(fault), await fault.round(talk))).toEqual([]);
    });
  },
);
