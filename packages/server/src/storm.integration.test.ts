import { expect, test } from 'vitest';
import { storm } from '../../../bench/storm/stormBench.ts';

test('a storm of clients gets in, and leaves nothing behind', async () => {
  const { storm: stormed, churn, heapBytes } = await storm({ clients: 200, cycles: 400 });
  expect(stormed.failures).toEqual([]);
  expect(stormed.joinMs).toHaveLength(200);
  expect(churn.failures).toEqual([]);
  expect(churn.joinMs).toHaveLength(400);
  expect(heapBytes.afterChurn / heapBytes.before).toBeLessThan(1.1);
}, 180_000);
