import type { DtlsParameters, TransportDocument } from '@ottogi/protocol';
import type { types } from 'mediasoup';
import { RequestError } from '../errors.ts';
import { tooManyRequests } from '../limits/RateLimit.ts';
import type { MediaRouter, Protocol } from './MediaRouter.ts';
import { type After, systemClock } from '../clock.ts';
import type { Workers } from './Workers.ts';

/** One a protocol, and one to try again with. */
const MOST_PROBES = 3;

/** Longer than a browser looks for a way before it gives up. */
const LIFETIME_MS = 20_000;

interface Probe {
  router: MediaRouter;
  transport: types.WebRtcTransport;
}

/**
 * The probes of one session: transports of a single protocol that carry nothing. Whether a client
 * can connect them is what it finds out about its network.
 */
export class Probes {
  readonly #workers: Pick<Workers, 'probeRouter'>;
  readonly #after: After;
  readonly #probes = new Map<string, Probe>();
  #opening = 0;
  #closed = false;

  constructor(workers: Pick<Workers, 'probeRouter'>, after: After = systemClock.after) {
    this.#workers = workers;
    this.#after = after;
  }

  /**
   * It closes by itself after 20 s.
   * @throws RequestError `tooManyRequests`, `mediaUnavailable`
   */
  async open(protocol: Protocol): Promise<TransportDocument> {
    if (this.#probes.size + this.#opening >= MOST_PROBES) {
      throw tooManyRequests(LIFETIME_MS, `${MOST_PROBES} probes are open already`);
    }
    this.#opening += 1;
    try {
      const router = await this.#workers.probeRouter();
      const transport = await router.createTransport([protocol]);
      this.#keep({ router, transport });
      return router.transportDocument(transport);
    } finally {
      this.#opening -= 1;
    }
  }

  /** @throws RequestError `notFound`, `wrongState`, `mediaRejected`, `mediaUnavailable` */
  async connect(transportId: string, dtlsParameters: DtlsParameters): Promise<void> {
    const { router, transport } = this.#get(transportId);
    await router.connectTransport(transport, dtlsParameters);
  }

  /** @throws RequestError `notFound` */
  close(transportId: string): void {
    this.#get(transportId).transport.close();
  }

  /** The session is over: what is open closes, and so does what is being opened. */
  closeAll(): void {
    this.#closed = true;
    for (const { transport } of this.#probes.values()) transport.close();
  }

  #keep(probe: Probe): void {
    const { transport } = probe;
    this.#probes.set(transport.id, probe);
    const callOff = this.#after(LIFETIME_MS, () => transport.close());
    transport.observer.once('close', () => {
      callOff();
      this.#probes.delete(transport.id);
    });
    if (this.#closed) transport.close();
  }

  #get(transportId: string): Probe {
    const probe = this.#probes.get(transportId);
    if (!probe) throw new RequestError('notFound', `this session has no probe ${transportId}`);
    return probe;
  }
}
