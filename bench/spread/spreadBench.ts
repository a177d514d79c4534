import type { StateDocuments } from '../../packages/server/src/rooms/stateDocuments.ts';
import { compare, figuresOf, SHAPES } from '../cpu/compare.ts';
import type { BenchResult, Figure } from '../results.ts';
import { startProduct } from '../servers/product.ts';
import type { ServerProcess } from '../servers/ServerProcess.ts';

const TARGET = 1.35;
const PEERS = 10;
const SIDES = { subject: 'over two workers', standard: 'on one' };
const ADMIN_TOKEN = 'a-token-for-the-bench-alone';

/** Server CPU per forwarded packet: a room over two workers beside one that has a single worker. */
export async function spreadBench(quick: boolean): Promise<BenchResult> {
  if (process.platform !== 'linux') throw new Error('CPU times per thread come from Linux alone');
  const figures: Figure[] = [];
  const measurements: Record<string, unknown> = {};
  for (const { name, shape } of SHAPES) {
    const windows = await compare({
      subject: () => start(2),
      standard: () => start(1),
      shape,
      peers: PEERS,
      rounds: quick ? 4 : 15,
      check: checkSpread,
    });
    measurements[name] = windows;
    figures.push(...figuresOf(name, windows, SIDES, TARGET));
  }
  const about = `server CPU per forwarded packet, a room over two workers ÷ on one; ${PEERS} peers, all see and hear all`;
  return { name: 'spread', about, figures, measurements };
}

function start(workers: number): Promise<ServerProcess> {
  const env = { OTTOGI_WORKERS: String(workers), OTTOGI_ADMIN_TOKEN: ADMIN_TOKEN };
  return startProduct(env, 'bench/spread/main.ts');
}

/** Half of the peers are on each worker, and everything goes from either one to the other. */
async function checkSpread({ url }: ServerProcess): Promise<void> {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
  const state = (await (await fetch(`${url}/api/state`, { headers })).json()) as StateDocuments;
  const routers = state.transports.map(({ routerId }) => routerId);
  const [one] = routers;
  const onOne = routers.filter((routerId) => routerId === one).length;
  const piped = state.pipes.map(({ producerIds }) => producerIds.length);
  if (onOne !== routers.length / 2 || piped.length !== 1 || piped[0] !== state.producers.length) {
    throw new Error(
      `${onOne} of ${routers.length} transports are on one worker, piped are ${piped.join()}`,
    );
  }
}
