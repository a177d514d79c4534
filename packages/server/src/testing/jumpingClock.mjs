// Loaded ahead of a program (--import): SIGUSR2 sets its wall clock forward by an hour, SIGURG sets
// it back by two, as an administrator or a time server would.

import { isMainThread } from 'node:worker_threads';

const HOUR_MS = 3_600_000;

if (isMainThread) {
  const OriginalDate = Date;
  const now = Date.now.bind(Date);
  let aheadMs = 0;
  globalThis.Date = class extends OriginalDate {
    /** @param {any[]} args */
    constructor(...args) {
      if (args.length === 0) super(now() + aheadMs);
      // @ts-expect-error Whatever a Date takes.
      else super(...args);
    }

    static now() {
      return now() + aheadMs;
    }
  };
  process.on('SIGUSR2', () => (aheadMs += HOUR_MS));
  process.on('SIGURG', () => (aheadMs -= 2 * HOUR_MS));
}
