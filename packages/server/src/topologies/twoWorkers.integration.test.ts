/**
 * Whatever holds in a room on one worker holds in a room over two, in which everybody's neighbour is
 * on the other one.
 */
import { afterAll, beforeAll, describe, vi } from 'vitest';

// Files of tests share a process, and what one of them has loaded is not run again by itself.
vi.resetModules();
const { TestSfu } = await import('../testing/TestSfu.ts');

const usual = TestSfu.spread;
beforeAll(() => {
  TestSfu.spread = { workers: 2, workerStreams: 1 };
});
afterAll(() => {
  TestSfu.spread = usual;
});

describe('layers', async () => {
  await import('./layers.integration.test.ts');
});
describe('voices', async () => {
  await import('./voices.integration.test.ts');
});
describe('resends', async () => {
  await import('./resends.integration.test.ts');
});
