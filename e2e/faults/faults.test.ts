import { expect, test } from 'vitest';
import { FAULTS } from './kinds/index.ts';
import { missesOf } from './report.ts';
import { Talk } from './Talk.ts';

/** Once each, and without those that take the better part of a minute: `npm run faults` has all. */
const QUICK = FAULTS.filter(({ slow = false }) => !slow);

test.each(QUICK)('$name: $about', async (fault) => {
  const talk = await Talk.open(fault.stage);
  try {
    await talk.ready();
    expect(missesOf(fault, await fault.round(talk))).toEqual([]);
  } finally {
    await talk.close();
  }
});
