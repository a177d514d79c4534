/**
 * npm run bench [-- join] [-- cpu] [-- --quick]: figures as ratios, each taken in one run.
 * Ends with 1 where a target is missed.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { missed, table, writeResults, type BenchResult } from './results.ts';

/** Loaded when they are run: neither needs what the other one does. */
const BENCHES: Record<string, (quick: boolean) => Promise<BenchResult>> = {
  join: async (quick) => (await import('./join/joinBench.ts')).joinBench(quick),
  cpu: async (quick) => (await import('./cpu/cpuBench.ts')).cpuBench(quick),
  spread: async (quick) => (await import('./spread/spreadBench.ts')).spreadBench(quick),
  tiles: async (quick) => (await import('./tiles/tilesBench.ts')).tilesBench(quick),
  uplink: async (quick) => (await import('./uplink/uplinkBench.ts')).uplinkBench(quick),
  crowd: async (quick) => (await import('./crowd/crowdBench.ts')).crowdBench(quick),
  storm: async (quick) => (await import('./storm/stormBench.ts')).stormBench(quick),
  mixer: async (quick) => (await import('./mixer/mixerBench.ts')).mixerBench(quick),
  mixnews: async (quick) => (await import('./mixnews/mixnewsBench.ts')).mixnewsBench(quick),
  changes: async (quick) => (await import('./changes/changesBench.ts')).changesBench(quick),
  traffic: async (quick) => (await import('./traffic/trafficBench.ts')).trafficBench(quick),
  page: async (quick) => (await import('./page/pageBench.ts')).pageBench(quick),
};

const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const unknown = positionals.find((name) => !Object.hasOwn(BENCHES, name));
if (unknown !== undefined) {
  const known = Object.keys(BENCHES).join(', ');
  process.stderr.write(`There is no bench "${unknown}". There are: ${known}.\n`);
  process.exit(2);
}

// So that servers and browsers go down with it (`exit` handlers run at `process.exit` only).
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => process.exit(1));
}

const results: BenchResult[] = [];
for (const name of positionals.length > 0 ? positionals : Object.keys(BENCHES)) {
  process.stdout.write(`${name}: running …\n`);
  const result = await BENCHES[name]!(values.quick);
  process.stdout.write(`\n${table(result)}\n`);
  results.push(result);
}
const path = await writeResults(join(import.meta.dirname, 'results'), results);
process.stdout.write(`Every measurement: ${path}\n`);

const misses = results.flatMap(({ figures }) => figures.filter(missed));
for (const { name } of misses) process.stdout.write(`Target missed: ${name}\n`);
process.exit(misses.length > 0 ? 1 : 0);
