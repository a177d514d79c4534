import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Check } from '../Check.ts';
import { fine, problem, type Judgement, warning } from '../Finding.ts';

/** When this was written: no clock that is right shows an earlier time. */
const WRITTEN_AT = Date.UTC(2026, 10, 1);

/** More than rounding, and less than anybody would notice. */
const SLACK_MS = 60_000;

const MEND = 'sudo timedatectl set-ntp true';
const WHY = 'Certificates, bans and TURN credentials go by it, and messages show wrong times.';

/** There is no right clock to ask, so: what the system says of it, and what contradicts itself. */
export const clock: Check = {
  id: 'clock',
  run: async ({ now, config }) =>
    judgeClock({
      now: now(),
      newestFile: await newestIn(config.dataDir),
      jumpedMs: Date.now() - (performance.timeOrigin + performance.now()),
      synchronised: await isSynchronised(),
    }),
};

interface Clock {
  now: number;
  /** When the data folder was written last, by the clock of then; null without one. */
  newestFile: number | null;
  /** By how much it was set since this process began; a sleep of the machine counts too. */
  jumpedMs: number;
  /** Null where the system does not say. */
  synchronised: boolean | null;
}

export function judgeClock({ now, newestFile, jumpedMs, synchronised }: Clock): Judgement {
  const shows = new Date(now).toISOString().slice(0, 16).replace('T', ' ');
  if (now < WRITTEN_AT) {
    return problem(`The clock shows ${shows} UTC, which is long past`, WHY, MEND);
  }
  if (newestFile !== null && newestFile > now + SLACK_MS) {
    return warning(
      `The clock shows ${shows} UTC, but the data folder was written later than that`,
      `It went back, or was wrong then. ${WHY}`,
      MEND,
    );
  }
  if (synchronised === false) {
    return warning(`The clock (${shows} UTC) is not kept right by a time server`, WHY, MEND);
  }
  if (Math.abs(jumpedMs) > SLACK_MS) {
    return warning(
      `The clock moved by ${Math.round(jumpedMs / 1000)} s against the time that passed since the start`,
      `The machine slept, or the clock was set. ${WHY}`,
      MEND,
    );
  }
  return fine(`The clock shows ${shows} UTC${synchronised ? ', kept by a time server' : ''}`);
}

async function newestIn(dataDir: string): Promise<number | null> {
  const names = ['ottogi.db', 'ottogi.db-wal', 'admin-token'];
  const times = await Promise.all(
    names.map(async (name) => {
      const found = await stat(join(dataDir, name)).catch(() => null);
      return found?.mtimeMs ?? 0;
    }),
  );
  return Math.max(...times) || null;
}

/** Only systemd knows, and only where it runs. */
async function isSynchronised(): Promise<boolean | null> {
  try {
    const { stdout } = await promisify(execFile)(
      'timedatectl',
      ['show', '--property=NTPSynchronized', '--value'],
      { timeout: 1_000 },
    );
    return stdout.trim() === '' ? null : stdout.trim() === 'yes';
  } catch {
    return null;
  }
}
