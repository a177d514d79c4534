import { defineConfig } from 'vitest/config';

/** What a condition may take that is looked at again and again: a busy machine is no fault. */
const PATIENT = { poll: { timeout: 20_000 } };

/**
 * A file a core. It has to be said: of two cores vitest would leave one idle, and what has one
 * worker by default would come after everything else.
 */
const maxWorkers = '100%';

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
          maxWorkers,
          sequence: { groupOrder: 0 },
          expect: PATIENT,
          testTimeout: 30_000,
          include: [
            'packages/**/*.test.{ts,tsx}',
            'scripts/**/*.test.{ts,mjs}',
            'tools/**/*.test.mjs',
          ],
          exclude: ['**/node_modules/**', '**/*.integration.test.ts'],
        },
      },
      {
        test: {
          name: 'server',
          maxWorkers,
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
          maxWorkers,
          sequence: { groupOrder: 2 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
