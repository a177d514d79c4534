import { defineConfig } from 'vitest/config';

/** What a condition may take that is looked at again and again: a busy machine is no fault. */
const PATIENT = { poll: { timeout: 20_000 } };

/**
 * Three heights of tests: pure logic, the server against a real mediasoup worker, and real
 * browsers. A browser encodes video on the same cores, so those come last, and few at a time.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
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
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
