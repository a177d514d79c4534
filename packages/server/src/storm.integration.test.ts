import { expect, test } from 'vitest';
import { storm } from '../../../bench/storm/storm.ts';
import { QUICK } from '../../../bench/storm/stormBench.ts';

test('a storm of clients gets in, back in after a crash, and leaves nothing behind', async () => {
  const { storm: stormed, churn, back, held } = await storm(QUICK);
  for (const { failures } of [stormed, churn, back]) expect(failures).toEqual([]);
  expect(stormed.joinMs).toHaveLength(QUICK.clients);
  expect(churn.joinMs).toHaveLength(QUICK.cycles);
  expect(back.joinMs).toHaveLength(QUICK.clients);
  expect(held.afterChurn.heapBytes / held.before.heapBytes).toBeLessThan(1.1);
}, 180_000);
