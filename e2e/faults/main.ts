/**
 * npm run faults [-- --rounds N] [-- <fault> …]: lets each fault happen many times, and prints what
 * people noticed of it against its targets. Ends with 1 where a target is missed.
 */
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeResults } from '../../bench/results.ts';
import type { Fault } from './Fault.ts';
import { FAULTS } from './kinds/index.ts';
import { type Outcome, rowsOf, table } from './report.ts';
import { Talk } from './Talk.ts';

const RESULTS = fileURLToPath(new URL('../results/faults/', import.meta.url));

const { values, positionals } = parseArgs({
  options: { rounds: { type: 'string', default: '20' } },
  allowPositionals: true,
});
const rounds = Number(values.rounds);
const known = FAULTS.map(({ name }) => name);
const unknown = positionals.find((name) => !known.includes(name));
if (unknown !== undefined || !Number.isInteger(rounds) || rounds < 1) {
  const problem = unknown === undefined ? '--rounds takes a whole number' : `no fault "${unknown}"`;
  process.stderr.write(`${problem}. The faults are: ${known.join(', ')}.\n`);
  process.exit(2);
}

// So that servers and browsers go down with it (`exit` handlers run at `process.exit` only).
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => process.exit(1));
}

const asked = FAULTS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
for (const { name, obstacle } of asked) {
  if (obstacle) process.stdout.write(`Skipped ${name}: ${obstacle}\n`);
}
const wanted = asked.filter(({ obstacle }) => !obstacle);
const outcomes: Outcome[] = [];
for (const fault of wanted) outcomes.push(await run(fault));

const rows = outcomes.flatMap(rowsOf);
process.stdout.write(`\n${table(rows)}\n\n`);
for (const { name, about } of wanted) process.stdout.write(`${name}: ${about}\n`);
const [cpu] = cpus();
process.stdout.write(
  `\n${rounds} rounds each; ${cpus().length} cores, ${cpu?.model.trim()}, Node ${process.version}; two or three pages in Chromium, cameras of ten frames a second, all on loopback.\n`,
);
for (const { fault, failures } of outcomes) {
  for (const failure of failures) process.stdout.write(`${fault.name} did not end: ${failure}\n`);
}
process.stdout.write(`Every measurement: ${await writeResults(RESULTS, outcomes)}\n`);
process.exit(rows.some(({ verdict }) => verdict === 'MISSED') ? 1 : 0);

/** A round that does not end takes its stage with it, and the next one finds a new one. */
async function run(fault: Fault): Promise<Outcome> {
  const outcome: Outcome = { fault, rounds: [], failures: [] };
  let talk: Talk | null = null;
  for (let round = 1; round <= rounds; round += 1) {
    process.stdout.write(`${fault.name} ${round}/${rounds} `);
    try {
      talk ??= await Talk.open(fault.stage);
      await talk.ready(fault);
      const measured = await fault.round(talk);
      outcome.rounds.push(measured);
      process.stdout.write(`${JSON.stringify(measured, rounded)}\n`);
      if (fault.roundsPerStage && round % fault.roundsPerStage === 0) {
        await talk.close();
        talk = null;
      }
    } catch (error) {
      const [reason = ''] = String(error).split(' Seen last');
      outcome.failures.push(reason);
      process.stdout.write(`${reason}\n`);
      await talk?.close();
      talk = null;
    }
  }
  await talk?.close();
  return outcome;
}

function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 10) / 10 : value;
}
