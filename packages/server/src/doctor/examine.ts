import { setTimeout as after } from 'node:timers/promises';
import type { Check, CheckContext } from './Check.ts';
import { addresses } from './checks/addresses.ts';
import { certificate } from './checks/certificate.ts';
import { clock } from './checks/clock.ts';
import { dataFolder } from './checks/dataFolder.ts';
import { mediaTcp, mediaUdp } from './checks/media.ts';
import { memory } from './checks/memory.ts';
import { mixer } from './checks/mixer.ts';
import { node } from './checks/node.ts';
import { openFiles } from './checks/openFiles.ts';
import { http, https } from './checks/pages.ts';
import { receiveBuffer } from './checks/receiveBuffer.ts';
import { recorder } from './checks/recorder.ts';
import { sqlite } from './checks/sqlite.ts';
import { stunServers, turnServers } from './checks/relays.ts';
import { worker } from './checks/worker.ts';
import { workers } from './checks/workers.ts';
import { problem, type Finding } from './Finding.ts';

/** In the order in which they are told. */
export const CHECKS: readonly Check[] = [
  node,
  sqlite,
  worker,
  workers,
  http,
  https,
  mediaUdp,
  mediaTcp,
  addresses,
  stunServers,
  turnServers,
  certificate,
  clock,
  dataFolder,
  openFiles,
  receiveBuffer,
  memory,
  mixer,
  recorder,
];

/** More than every wait inside of a check: past it something hangs. */
const LIMIT_MS = 20_000;

/** Runs all checks side by side, at a start only the quick ones. Never rejects. */
export async function examine(
  context: CheckContext,
  checks: readonly Check[] = CHECKS,
): Promise<Finding[]> {
  const wanted = checks.filter(({ slow }) => !(slow && context.quick));
  const findings = await Promise.all(wanted.map((check) => find(check, context)));
  return findings.filter((finding) => finding !== null);
}

async function find(check: Check, context: CheckContext): Promise<Finding | null> {
  const limit = new AbortController();
  try {
    const tooLate = after(LIMIT_MS, null, { signal: limit.signal, ref: false }).then(() => {
      throw new Error(`it did not end within ${LIMIT_MS / 1000} s`);
    });
    tooLate.catch(() => {});
    const judgement = await Promise.race([check.run(context), tooLate]);
    return judgement && { check: check.id, ...judgement };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      check: check.id,
      ...problem(
        `This check could not be made: ${reason}`,
        'What it looks at may be broken, or the check is.',
        'npm run doctor -- --json',
      ),
    };
  } finally {
    limit.abort();
  }
}
