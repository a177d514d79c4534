import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { WorkerDocument } from '../../packages/server/src/media/Workers.ts';
import { CuttingProxy } from '../support/CuttingProxy.ts';
import type { Detour } from '../support/detour.ts';
import type { ServerProcess } from '../support/ServerProcess.ts';
import { type Impairment, UdpRelay } from '../support/UdpRelay.ts';

/** One person's way to the server: signaling over one proxy, media over a relay for each worker. */
export class Line {
  readonly signaling: CuttingProxy;
  /** By the port of the worker. */
  readonly #relays: ReadonlyMap<number, UdpRelay>;
  /** Where packets go that a firewall would drop. */
  readonly #hole: Socket;

  static async open(server: ServerProcess, seed: number): Promise<Line> {
    const workers = await server.workers();
    const relays = await Promise.all(
      workers.map(async ({ port }) => [port, await UdpRelay.open(port, seed)] as const),
    );
    const hole = createSocket('udp4').bind(0, '127.0.0.1');
    await once(hole, 'listening');
    return new Line(await CuttingProxy.open(server.port), new Map(relays), hole);
  }

  private constructor(
    signaling: CuttingProxy,
    relays: ReadonlyMap<number, UdpRelay>,
    hole: Socket,
  ) {
    this.signaling = signaling;
    this.#relays = relays;
    this.#hole = hole;
  }

  /** @param tcp Whether media may go by TCP too, past the relays. */
  detour(tcp: boolean): Detour {
    const ports = [...this.#relays].map(([port, relay]) => [port, relay.port]);
    const udpPorts = Object.fromEntries(ports) as Detour['udpPorts'];
    return { udpPorts, tcp, hole: this.#hole.address().port };
  }

  impair(impairment?: Impairment): void {
    for (const relay of this.#relays.values()) relay.impair(impairment);
  }

  moveAddress(): void {
    for (const relay of this.#relays.values()) relay.moveAddress();
  }

  /** The worker over which media flows now. */
  workerOf(workers: WorkerDocument[]): WorkerDocument {
    const [[port] = []] = [...this.#relays].sort(([, a], [, b]) => b.usedAt - a.usedAt);
    const worker = workers.find((each) => each.port === port);
    if (!worker) throw new Error('no worker carries media');
    return worker;
  }

  async close(): Promise<void> {
    for (const relay of this.#relays.values()) relay.close();
    this.#hole.close();
    await this.signaling.close();
  }
}
