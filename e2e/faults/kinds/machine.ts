/** What happens to the machine on which the server runs. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault, Measured } from '../Fault.ts';
import { now } from '../gaps.ts';
import type { Talk } from '../Talk.ts';
import { NO_GAP, pausesOf } from './mediaFigures.ts';

const LOCKED_MS = 3_000;

/** An hour ahead, two back, and on time again. */
const JUMPS = ['SIGUSR2', 'SIGURG', 'SIGUSR2'] as const;

export const storeLocked: Fault = {
  name: 'store-locked',
  about: `another program locks the database for ${LOCKED_MS / 1_000} s`,
  targets: NO_GAP,
  round: (talk) =>
    calmly(talk, async () => {
      using other = new DatabaseSync(join(talk.server.dataDir, 'ottogi.db'));
      other.exec('BEGIN EXCLUSIVE');
      await delay(LOCKED_MS);
      other.exec('ROLLBACK');
    }),
};

export const clockJumped: Fault = {
  name: 'clock-jumped',
  about: "the server's clock jumps ahead by an hour, and back",
  targets: NO_GAP,
  round: (talk) =>
    calmly(talk, async () => {
      for (const signal of JUMPS) {
        process.kill(talk.server.pid, signal);
        await talk.hearsNews(talk.ada);
      }
    }),
};

/** What happens while people talk and write, and is to be heard and seen by nobody. */
async function calmly(talk: Talk, what: () => Promise<void>): Promise<Measured> {
  const letters = await talk.letters();
  const fromMs = now();
  const chat = await letters.during(what);
  return { figures: pausesOf(await talk.recovered(fromMs)), chat };
}
