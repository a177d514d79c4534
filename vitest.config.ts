import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** What a condition may take that is looked at again and again: a busy machine is no fault. */
const PATIENT = { poll: { timeout: 20_000 } };

/**
 * How many files run at a time: of those that compute, one a core. It has to be said: of two cores
 * vitest would leave one idle, and what has one worker by default would come after everything else.
 */
const CORES = availableParallelism();

/** The server's tests wait for half of their time: for processes, deadlines, disks. */
const SERVER = 2 * CORES;

/**
 * Three heights of tests, the quick ones first: pure logic, the server against a real mediasoup
 * worker, and real browsers.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          maxWorkers: CORES,
          // To load everything anew for each file takes longer than its tests.
          isolate: false,
          sequence: { groupOrder: 0 },
          expect: PATIENT,
          testTimeout: 30_000,
          include: [
            'packages/**/*.test.{ts,tsx}',
            'bench/**/*.test.ts',
            'scripts/**/*.test.{ts,mjs}',
            'tools/**/*.test.mjs',
          ],
          exclude: ['**/node_modules/**', '**/*.integration.test.ts'],
        },
      },
      {
        test: {
          name: 'server',
          maxWorkers: SERVER,
          isolate: false,
          sequence: { groupOrder: 1 },
          expect: PATIENT,
          include: ['packages/**/*.integration.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          maxWorkers: CORES,
          sequence: { groupOrder: 2 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
