import { totalmem } from 'node:os';
import type { Check } from '../Check.ts';
import { fine, problem, type Judgement, warning } from '../Finding.ts';

const MB = 1_048_576;

/** What a call of a few people takes, workers included. */
const LITTLE_BYTES = 256 * MB;
const TOO_LITTLE_BYTES = 64 * MB;

export const memory: Check = {
  id: 'memory',
  run: async () =>
    judgeMemory({
      availableBytes: process.availableMemory(),
      // Of a container, where it has a limit; without one the number is beyond every machine.
      totalBytes: Math.min(process.constrainedMemory() || Infinity, totalmem()),
    }),
};

export function judgeMemory(of: { availableBytes: number; totalBytes: number }): Judgement {
  const [available, total] = [of.availableBytes, of.totalBytes].map((n) => Math.round(n / MB));
  const what = `${available} MB of memory are free, of ${total} MB`;
  if (of.availableBytes >= LITTLE_BYTES) return fine(what);
  const why = 'When it runs out, the system ends a media worker or the server, and a call with it.';
  const mend = 'stop other programs, or give this machine (or container) more memory';
  return of.availableBytes < TOO_LITTLE_BYTES ? problem(what, why, mend) : warning(what, why, mend);
}
