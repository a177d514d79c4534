import type { types } from 'mediasoup';
import type { After } from '../clock.ts';
import type { MediaRouter } from './MediaRouter.ts';
import { Pipe, type PipedProducer } from './Pipe.ts';
import { type Closable, Shared, type Use } from './Shared.ts';

/**
 * Brings the producers of a room's routers to its other routers: each in one hop from its own router,
 * once for all who consume it there, through one pipe between each two routers. What nobody uses any
 * more is closed.
 *
 * mediasoup's own `router.pipeToRouter` never closes a pipe, misses a pause that comes while a producer
 * is being piped, and leaves promises floating: where a worker dies at such a moment, the whole process
 * would go down with it.
 */
export class Pipes {
  readonly #after: After;
  /** By both routers. */
  readonly #pipes = new Map<string, Shared<Pipe>>();
  /** By producer, and the router that it is brought to. */
  readonly #piped = new Map<string, Shared<PipedProducer>>();

  constructor(runAfter: After) {
    this.#after = runAfter;
  }

  /** Those that stand. */
  list(): Pipe[] {
    return [...this.#pipes.values()].flatMap(({ value }) => value ?? []);
  }

  /**
   * Finds what a transport of a router can consume of a producer: itself, or what is piped of it.
   * @throws RequestError `mediaUnavailable`
   */
  async reach(
    producer: types.Producer,
    from: MediaRouter,
    to: MediaRouter,
  ): Promise<Use<types.Producer>> {
    if (from === to) return { value: producer, release: () => {} };
    const carrying = () => this.#carry(producer, from, to);
    const piped = this.#shared(this.#piped, `${producer.id} ${to.id}`, carrying);
    const { value, release } = await piped.use();
    return { value: value.producer, release };
  }

  close(): void {
    for (const shared of [...this.#piped.values(), ...this.#pipes.values()]) shared.close();
  }

  async #carry(
    producer: types.Producer,
    from: MediaRouter,
    to: MediaRouter,
  ): Promise<PipedProducer> {
    const key = [from.id, to.id].sort().join(' ');
    const pipe = await this.#shared(this.#pipes, key, () => Pipe.open(from, to)).use();
    try {
      const piped = await pipe.value.carry(producer, from);
      piped.once('closed', pipe.release);
      return piped;
    } catch (error) {
      pipe.release();
      throw error;
    }
  }

  #shared<T extends Closable>(
    all: Map<string, Shared<T>>,
    key: string,
    make: () => Promise<T>,
  ): Shared<T> {
    const found = all.get(key);
    if (found) return found;
    const made = new Shared(make, this.#after, () => all.delete(key));
    all.set(key, made);
    return made;
  }
}
