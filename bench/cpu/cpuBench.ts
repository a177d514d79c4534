import type { BenchResult, Figure } from '../results.ts';
import { startProduct } from '../servers/product.ts';
import { ServerProcess } from '../servers/ServerProcess.ts';
import { compare, figuresOf, SHAPES } from './compare.ts';

const TARGET = 1.05;
const PEERS = 8;
const SIDES = { subject: 'product', standard: 'raw mediasoup' };

/** Server CPU per forwarded packet: the product beside mediasoup with nothing around it. */
export async function cpuBench(quick: boolean): Promise<BenchResult> {
  if (process.platform !== 'linux') throw new Error('CPU times per thread come from Linux alone');
  const figures: Figure[] = [];
  const measurements: Record<string, unknown> = {};
  for (const { name, shape } of SHAPES) {
    const windows = await compare({
      subject: () => startProduct(),
      standard: () => ServerProcess.start('bench/raw/main.ts'),
      shape,
      peers: PEERS,
      rounds: quick ? 4 : 15,
    });
    measurements[name] = windows;
    figures.push(...figuresOf(name, windows, SIDES, TARGET));
  }
  const about = `server CPU per forwarded packet, product ÷ raw mediasoup; ${PEERS} peers, all see and hear all`;
  return { name: 'cpu', about, figures, measurements };
}
