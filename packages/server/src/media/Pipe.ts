import { EventEmitter } from 'node:events';
import type { types } from 'mediasoup';
import { RequestError } from '../errors.ts';
import { unavailable } from './mediaErrors.ts';
import type { MediaRouter } from './MediaRouter.ts';

export interface PipeEnd {
  readonly router: MediaRouter;
  readonly transport: types.PipeTransport;
}

/** The way between two routers of different workers, for all that goes from one to the other. */
export class Pipe extends EventEmitter<{ closed: [] }> {
  readonly ends: readonly [PipeEnd, PipeEnd];
  readonly #piped = new Set<PipedProducer>();
  #closed = false;

  /** @throws RequestError `mediaUnavailable` */
  static async open(one: MediaRouter, other: MediaRouter): Promise<Pipe> {
    const opening = [one.createPipeTransport(), other.createPipeTransport()] as const;
    try {
      const [a, b] = await Promise.all(opening);
      await unavailable(Promise.all([a.connect(listening(b)), b.connect(listening(a))]));
      if (a.closed || b.closed) throw closedMeanwhile();
      return new Pipe({ router: one, transport: a }, { router: other, transport: b });
    } catch (error) {
      for (const end of await Promise.allSettled(opening)) {
        if (end.status === 'fulfilled') end.value.close();
      }
      throw error;
    }
  }

  private constructor(...ends: [PipeEnd, PipeEnd]) {
    super();
    this.ends = ends;
    for (const { transport } of ends) transport.observer.once('close', () => this.close());
  }

  /** What goes through it now. */
  get producerIds(): string[] {
    return [...this.#piped].map(({ producer }) => producer.id);
  }

  /**
   * Makes a producer of one end's router consumable on the other one.
   * @throws RequestError `mediaUnavailable`
   */
  async carry(producer: types.Producer, from: MediaRouter): Promise<PipedProducer> {
    const [a, b] = this.ends;
    const [near, far] = a.router === from ? [a, b] : [b, a];
    const piped = await unavailable(PipedProducer.create(producer, near.transport, far.transport));
    this.#piped.add(piped);
    piped.once('closed', () => this.#piped.delete(piped));
    return piped;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const { transport } of this.ends) transport.close();
    this.emit('closed');
  }
}

/**
 * A producer beyond its own router, under the same id: it ends with the original, and is paused while
 * that is. Requests for key frames and for lost packets find their way back by themselves.
 */
export class PipedProducer extends EventEmitter<{ closed: [] }> {
  readonly #consumer: types.Consumer;
  /** For those on the other router to consume. */
  readonly producer: types.Producer;
  #closed = false;

  static async create(
    { id, closed }: types.Producer,
    near: types.PipeTransport,
    far: types.PipeTransport,
  ): Promise<PipedProducer> {
    if (closed) throw closedMeanwhile();
    const consumer = await near.consume({ producerId: id });
    try {
      const { kind, rtpParameters, producerPaused: paused } = consumer;
      const producer = await far.produce({ id, kind, rtpParameters, paused });
      const piped = new PipedProducer(consumer, producer);
      if (!consumer.closed && !near.closed && !far.closed) return piped;
      // mediasoup makes things also for a transport that was closed meanwhile, and never closes them.
      piped.close();
      throw closedMeanwhile();
    } catch (error) {
      consumer.close();
      throw error;
    }
  }

  private constructor(consumer: types.Consumer, producer: types.Producer) {
    super();
    this.#consumer = consumer;
    this.producer = producer;
    const follow = () => this.#follow();
    if (consumer.producerPaused !== producer.paused) follow();
    consumer.on('producerpause', follow);
    consumer.on('producerresume', follow);
    consumer.observer.once('close', () => this.close());
    producer.observer.once('close', () => this.close());
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#consumer.close();
    this.producer.close();
    this.emit('closed');
  }

  /** mediasoup works requests off in the order in which they are made, so the last one stands. */
  #follow(): void {
    const { producer } = this;
    const asked = this.#consumer.producerPaused ? producer.pause() : producer.resume();
    // It fails only where all of it is gone, which is told by itself.
    asked.catch(() => {});
  }
}

function listening({ tuple }: types.PipeTransport): { ip: string; port: number } {
  return { ip: tuple.localAddress, port: tuple.localPort };
}

function closedMeanwhile(): RequestError {
  return new RequestError('mediaUnavailable', 'it was closed meanwhile');
}
