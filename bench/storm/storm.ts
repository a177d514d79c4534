import { freePorts } from '../../packages/server/src/testing/freePorts.ts';
import { startProduct } from '../servers/product.ts';
import { AllClients, type TimedReport } from './AllClients.ts';
import { Heap } from './Heap.ts';
import { ADMIN_TOKEN, type Held, leftovers } from './leftovers.ts';

export interface StormSize {
  clients: number;
  /** How many listen while others come and go. */
  audience: number;
  cycles: number;
  /** From how many addresses everybody comes back after the server was killed. */
  addresses: number;
  /** Also what takes a minute: those who vanish, and addresses that are forgotten. */
  patient: boolean;
}

export interface StormOutcome {
  storm: TimedReport;
  churn: TimedReport;
  back: TimedReport & { downMs: number };
  held: { before: Held; afterStorm: Held; afterChurn: Held; afterReturn: Held };
}

/**
 * Everybody comes at once; then people come and go as in an hour; then all are there, the server is
 * killed, and all come back.
 * @throws Error where anything is left on the server once everybody is gone.
 */
export async function storm(size: StormSize): Promise<StormOutcome> {
  const { clients: count, audience, cycles, addresses, patient } = size;
  const inspector = await freePorts(1);
  const server = await startProduct({
    NODE_OPTIONS: `--inspect=127.0.0.1:${inspector}`,
    OTTOGI_ADMIN_TOKEN: ADMIN_TOKEN,
  });
  const clients = new AllClients(server.url);
  const emptied = async () => {
    await clients.part();
    const heap = await Heap.open(inspector);
    return leftovers(server, heap, patient).finally(() => heap.close());
  };
  try {
    // Cold code and first buffers are no leak: everybody was here once.
    await clients.enter(count);
    const before = await emptied();

    const stormed = await clients.enter(count);
    const afterStorm = await emptied();

    await clients.enter(audience);
    const churned = await clients.churn(count, cycles, patient);
    const afterChurn = await emptied();

    await clients.enter(count);
    await clients.gather(addresses);
    const downMs = await server.crash();
    const back = { ...(await clients.returned()), downMs };
    const afterReturn = await emptied();

    const held = { before, afterStorm, afterChurn, afterReturn };
    return { storm: stormed, churn: churned, back, held };
  } finally {
    await clients.stop();
    await server.stop();
  }
}
