import { readFile } from 'node:fs/promises';
import type { StateDocuments } from '../../packages/server/src/rooms/stateDocuments.ts';
import type { Heap } from './Heap.ts';

export const ADMIN_TOKEN = 'a-token-for-the-bench-alone';

/** What a client makes the server hold. */
const OF_CLIENTS = [
  'Session',
  'SessionLimits',
  'RoomWindow',
  'Person',
  'Peer',
  'SfuEndpoint',
  'Room',
  'Call',
  'Sfu',
];

/** What is counted of addresses and people is looked through for what can be forgotten once a minute. */
const COUNTED = ['AddressCount', 'PersonCount'];

/** A peer that is lost is waited for half a minute, and the counts of its address for another whole. */
const GONE_WITHIN_MS = 120_000;
const LOOK_EVERY_MS = 500;

export interface Held {
  heapBytes: number;
  residentBytes: number;
}

/**
 * What a server holds that nobody uses any more.
 * @param patient Waits also until addresses are forgotten.
 * @throws Error where anything of a client is left, in the collections of the state or in memory
 */
export async function leftovers(
  { url, pid }: { url: string; pid: number },
  heap: Heap,
  patient: boolean,
): Promise<Held> {
  const until = performance.now() + GONE_WITHIN_MS;
  await nothing(until, () => collections(url));
  const classes = patient ? [...OF_CLIENTS, ...COUNTED] : OF_CLIENTS;
  await nothing(until, () => heap.count(classes));
  return { heapBytes: await heap.usedBytes(), residentBytes: await residentBytes(pid) };
}

async function nothing(until: number, look: () => Promise<Record<string, number>>): Promise<void> {
  for (;;) {
    const left = Object.entries(await look()).filter(([, count]) => count > 0);
    if (left.length === 0) return;
    if (performance.now() > until) {
      const counts = left.map(([name, count]) => `${count} ${name}`);
      throw new Error(`everybody is gone, and there are ${counts.join(', ')}`);
    }
    await new Promise((resolve) => {
      setTimeout(resolve, LOOK_EVERY_MS);
    });
  }
}

async function collections(url: string): Promise<Record<string, number>> {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
  const state = (await (await fetch(`${url}/api/state`, { headers })).json()) as StateDocuments;
  return Object.fromEntries(
    Object.entries(state).map(([name, list]) => [name, (list as unknown[]).length]),
  );
}

async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
}
