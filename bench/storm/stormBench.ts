import { readFile } from 'node:fs/promises';
import type { StateDocuments } from '../../packages/server/src/rooms/stateDocuments.ts';
import { freePorts } from '../../packages/server/src/testing/freePorts.ts';
import type { BenchResult, Figure } from '../results.ts';
import { startProduct } from '../servers/product.ts';
import { ClientProcess } from './ClientProcess.ts';
import { Heap } from './Heap.ts';
import type { Report } from './messages.ts';

const ADMIN_TOKEN = 'a-token-for-the-bench-alone';
const PROCESSES = 2;
const PEERS_PER_ROOM = 25;
const AT_A_TIME = 40;

/** Between two looks at what is left; a peer that is lost is waited for half a minute. */
const LOOK_EVERY_MS = 250;
const EMPTY_WITHIN_MS = 60_000;

export interface StormSize {
  clients: number;
  cycles: number;
}

export interface StormOutcome {
  storm: Report & { allInMs: number };
  churn: Report & { tookMs: number };
  heapBytes: { before: number; afterStorm: number; afterChurn: number };
  residentBytes: { before: number; afterStorm: number; afterChurn: number };
}

const FULL: StormSize = { clients: 2_000, cycles: 6_000 };
const QUICK: StormSize = { clients: 200, cycles: 400 };

/** Everybody comes at once; then people come and go as in an hour; then nobody is there any more. */
export async function stormBench(quick: boolean): Promise<BenchResult> {
  const size = quick ? QUICK : FULL;
  const outcome = await storm(size);
  return {
    name: 'storm',
    about: `${size.clients} clients at once, each from its own address, then ${size.cycles} times in and out`,
    figures: figuresOf(outcome),
    measurements: outcome,
  };
}

/** @throws Error where anything is left on the server once everybody is gone. */
export async function storm({ clients, cycles }: StormSize): Promise<StormOutcome> {
  const inspector = await freePorts(1);
  const server = await startProduct({
    NODE_OPTIONS: `--inspect=127.0.0.1:${inspector}`,
    OTTOGI_ADMIN_TOKEN: ADMIN_TOKEN,
  });
  const processes = Array.from({ length: PROCESSES }, () => new ClientProcess());
  const all = (order: (process: ClientProcess, index: number) => Promise<Report>) =>
    Promise.all(processes.map(order)).then(together);
  const { url, pid } = server;
  const heap = await Heap.open(inspector);
  const measure = async () => {
    await isEmpty(url);
    return { heap: await heap.usedBytes(), resident: await residentBytes(pid) };
  };
  const churn = (from: number, times: number) =>
    all((process, index) =>
      process.obey({
        name: 'churn',
        url,
        from: from + index * times,
        cycles: times / PROCESSES,
        atATime: AT_A_TIME / PROCESSES,
      }),
    );
  try {
    // Cold code and first buffers are no leak: everybody was here once.
    await enter(all, url, Math.min(clients, 500));
    await all((process) => process.obey({ name: 'part' }));
    const before = await measure();

    const stormed = await enter(all, url, clients);
    await all((process) => process.obey({ name: 'part' }));
    const afterStorm = await measure();

    const churnedAt = performance.now();
    const churned = { ...(await churn(clients, cycles)), tookMs: performance.now() - churnedAt };
    const afterChurn = await measure();
    const of = (what: 'heap' | 'resident') => ({
      before: before[what],
      afterStorm: afterStorm[what],
      afterChurn: afterChurn[what],
    });
    return { storm: stormed, churn: churned, heapBytes: of('heap'), residentBytes: of('resident') };
  } finally {
    heap.close();
    await Promise.all(processes.map((process) => process.stop()));
    await server.stop();
  }
}

async function enter(
  all: (order: (process: ClientProcess, index: number) => Promise<Report>) => Promise<Report>,
  url: string,
  clients: number,
) {
  const startedAt = performance.now();
  const count = clients / PROCESSES;
  const report = await all((process, index) =>
    process.obey({ name: 'storm', url, from: index * count, count, peersPerRoom: PEERS_PER_ROOM }),
  );
  return { ...report, allInMs: performance.now() - startedAt };
}

function together(reports: Report[]): Report {
  return {
    joinMs: reports.flatMap(({ joinMs }) => joinMs),
    failures: reports.flatMap(({ failures }) => failures),
  };
}

async function isEmpty(url: string): Promise<void> {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
  const until = performance.now() + EMPTY_WITHIN_MS;
  for (;;) {
    const state = (await (await fetch(`${url}/api/state`, { headers })).json()) as StateDocuments;
    const left = Object.entries(state).filter(([, list]) => (list as unknown[]).length > 0);
    if (left.length === 0) return;
    if (performance.now() > until) {
      const counts = left.map(([name, list]) => `${(list as unknown[]).length} ${name}`);
      throw new Error(`everybody is gone, and there are ${counts.join(', ')}`);
    }
    await new Promise((resolve) => {
      setTimeout(resolve, LOOK_EVERY_MS);
    });
  }
}

async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
}

function figuresOf({
  storm: stormed,
  churn,
  heapBytes,
  residentBytes: rss,
}: StormOutcome): Figure[] {
  const percentile = (values: number[], share: number) =>
    values.toSorted((a, b) => a - b)[Math.ceil(share * values.length) - 1] ?? 0;
  const ms = (name: string, value: number): Figure => ({ name, value, unit: 'ms' });
  return [
    ms('storm: all are in', stormed.allInMs),
    ms('storm: one is in, p50', percentile(stormed.joinMs, 0.5)),
    ms('storm: one is in, p95', percentile(stormed.joinMs, 0.95)),
    failed('storm', stormed),
    ms('churn: one is in, p50', percentile(churn.joinMs, 0.5)),
    ms('churn: one is in, p95', percentile(churn.joinMs, 0.95)),
    {
      name: 'churn: times in and out a second',
      value: (1000 * churn.joinMs.length) / churn.tookMs,
      unit: '',
    },
    failed('churn', churn),
    growth('heap after the storm ÷ before', heapBytes.afterStorm / heapBytes.before),
    growth('heap after the churn ÷ before', heapBytes.afterChurn / heapBytes.before),
    { name: 'resident after the storm ÷ before', value: rss.afterStorm / rss.before, unit: '×' },
    {
      name: 'resident after the churn ÷ after the storm',
      value: rss.afterChurn / rss.afterStorm,
      unit: '×',
    },
  ];
}

function failed(of: string, { failures: { length } }: Report): Figure {
  return { name: `${of}: failures`, value: length, unit: '', target: { atMost: 0 } };
}

function growth(name: string, value: number): Figure {
  return { name, value, unit: '×', target: { atMost: 1.1 } };
}
