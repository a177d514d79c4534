import { EventEmitter } from 'node:events';
import type { MediaRouter, ProducerLevel } from '../media/MediaRouter.ts';
import type { Workers } from '../media/Workers.ts';
import type { TopologyPeer } from './Topology.ts';

/** As much of a peer as it takes to weigh it. */
type Weighed = Pick<TopologyPeer, 'view' | 'mayReceive'>;

/** A peer's place on one of its room's routers. */
export interface Seat {
  readonly router: MediaRouter;
  readonly leave: () => void;
}

interface RoutersEvents {
  /** Who is heard on one of them now; empty when all fell silent. */
  levels: [MediaRouter, ProducerLevel[]];
  /** Its worker died, and all media of this router with it. */
  lost: [MediaRouter];
}

/**
 * The routers of one room, each on a worker of its own: one, until its worker has its fill. They stay
 * until the room ends. A peer stays where it was placed, so what counts is not what flows now but what
 * its view lets it receive once everybody in the room publishes.
 */
export class Routers extends EventEmitter<RoutersEvents> {
  readonly #workers: Workers;
  readonly #fill: number;
  /** In the order in which they were opened, with those who are placed on each. */
  readonly #seated = new Map<MediaRouter, Set<Weighed>>();
  /** One at a time, or two would open a router each. */
  #placing: Promise<unknown> = Promise.resolve();
  #closed = false;

  /** @param fill From how many streams on a worker is given no more peers, while others have room. */
  constructor(workers: Workers, fill: number) {
    super();
    this.#workers = workers;
    this.#fill = fill;
  }

  /** Opens the first one. @throws RequestError `mediaUnavailable` when no worker is up. */
  async open(): Promise<void> {
    this.#opened(await this.#workers.createRouter());
  }

  /**
   * Places a peer: on the first router whose worker has room, else on another worker that has; where
   * none has, on the room's router with the least to do.
   * @throws RequestError `mediaUnavailable` when no worker is up.
   */
  seat(peer: Weighed): Promise<Seat> {
    const seating = this.#placing.then(async () => this.#seat(peer, await this.#place()));
    this.#placing = seating.catch(() => {});
    return seating;
  }

  close(): void {
    this.#closed = true;
    for (const router of this.#seated.keys()) router.close();
  }

  async #place(): Promise<MediaRouter> {
    const open = [...this.#seated.keys()];
    const loads = new Map(open.map((router) => [router, this.#workers.loadBeneath(router)]));
    const loadOf = (router: MediaRouter) => loads.get(router) ?? 0;
    const roomy = open.find((router) => loadOf(router) < this.#fill);
    if (roomy) return roomy;
    const [least] = open.sort((a, b) => loadOf(a) - loadOf(b));
    if (!least) return this.#opened(await this.#workers.createRouter());
    // A worker that dies just now is no reason to turn a peer away.
    const beside = await this.#workers.createRouterBeside(open, this.#fill).catch(() => null);
    return beside ? this.#opened(beside) : least;
  }

  #opened(router: MediaRouter): MediaRouter {
    if (this.#closed) router.close();
    this.#seated.set(router, new Set());
    router.on('levels', (levels) => this.emit('levels', router, levels));
    router.once('lost', () => {
      this.#seated.delete(router);
      this.#weigh();
      this.emit('lost', router);
    });
    return router;
  }

  #seat({ view, mayReceive }: Weighed, router: MediaRouter): Seat {
    // Not the peer itself: it may be here twice, while other media takes the place of its former.
    const seated = { view, mayReceive };
    this.#seated.get(router)?.add(seated);
    this.#weigh();
    const leave = () => {
      if (this.#seated.get(router)?.delete(seated)) this.#weigh();
    };
    return { router, leave };
  }

  /** It changes for all whenever somebody comes or goes. */
  #weigh(): void {
    const others = this.#seated.values().reduce((count, { size }) => count + size, 0) - 1;
    for (const [router, peers] of this.#seated) {
      router.load = peers.values().reduce((load, peer) => load + weightOf(peer, others), 0);
    }
  }
}

/** What it sends, and what it may come to receive. */
function weightOf({ view, mayReceive }: Weighed, others: number): number {
  if (!mayReceive) return 1;
  return 1 + Math.min(view.videos, others) + Math.min(view.voices, others);
}
