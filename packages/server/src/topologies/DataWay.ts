import type { DataStream } from '@ottogi/protocol';
import type { types } from 'mediasoup';
import { RequestError } from '../errors.ts';
import { RateLimit } from '../limits/RateLimit.ts';
import { refusedByMediasoup, unavailable } from '../media/mediaErrors.ts';
import type { MediaRouter } from '../media/MediaRouter.ts';
import type { DataConsumerState, DataProducerState, TopologyPeer } from './Topology.ts';

/** What waits for the way to be open; beyond, it is lost, and what is in order is sent again. */
const WAITING_MAX_BYTES = 1_000_000;

/** Bytes that a second of Node passes on without anybody noticing, and what a frame costs besides them. */
const FLOOD = { burst: 10_000_000, refillMs: 1 / 5_000 };
const FRAME_COST = 1_000;

/** What is in no order is not sent again either: it is out of date by then. */
const NOT_AGAIN = { ordered: false, maxRetransmits: 0 } as const;

export interface DataWayParts {
  peer: TopologyPeer;
  router: MediaRouter;
  send: types.WebRtcTransport;
  recv: types.WebRtcTransport;
  /** The peer sent something. */
  received: (frame: Uint8Array, ordered: boolean) => void;
}

interface Count {
  messages: number;
  bytes: number;
}

interface Source extends Count {
  readonly dataProducer: types.DataProducer;
  readonly ordered: boolean;
}

interface Sink extends Count {
  /** On this side, where Node writes. */
  readonly dataProducer: types.DataProducer;
  readonly dataConsumer: types.DataConsumer;
  readonly ordered: boolean;
}

/**
 * One peer's way for data through its router, which leads to Node and from there: who gets what is
 * decided there, and no router needs to reach another. Nothing of it is made before it is used.
 */
export class DataWay {
  readonly #parts: DataWayParts;
  /** By whether they are in order; null while one is being made. */
  readonly #sources = new Map<boolean, Source | null>();
  #sinks: readonly Sink[] = [];
  /** Whether the peer knows of its media: before, it could make nothing of what is on it. */
  #isKnown = false;
  #opening = false;
  #waiting: { frame: Uint8Array; ordered: boolean }[] = [];
  #waitingBytes = 0;
  readonly #flood = new RateLimit(FLOOD);
  #closed = false;

  constructor(parts: DataWayParts) {
    this.#parts = parts;
  }

  /**
   * The peer opens a way to here.
   * @throws RequestError `wrongState`, `mediaRejected`, `mediaUnavailable`
   */
  async produce({ streamId, ordered }: DataStream): Promise<string> {
    if (this.#sources.has(ordered)) {
      throw new RequestError('wrongState', 'this peer has such a way for data already');
    }
    this.#sources.set(ordered, null);
    try {
      const source = await this.#createSource(streamId, ordered);
      this.#sources.set(ordered, source);
      source.dataProducer.observer.once('close', () => this.#sources.delete(ordered));
      return source.dataProducer.id;
    } catch (error) {
      this.#sources.delete(ordered);
      throw error;
    }
  }

  /** Sends a frame to the peer, once it can take it. What does not fit until then is lost. */
  send(frame: Uint8Array, ordered: boolean): void {
    if (this.#closed) return;
    const sink = this.#sinks.find((each) => each.ordered === ordered);
    if (sink) {
      write(sink, frame);
      return;
    }
    if (this.#waitingBytes + frame.length > WAITING_MAX_BYTES) return;
    this.#waiting.push({ frame, ordered });
    this.#waitingBytes += frame.length;
    this.#openWay();
  }

  /** The peer knows of its media now. */
  open(): void {
    this.#isKnown = true;
    if (this.#waiting.length > 0) this.#openWay();
  }

  dataProducers(): DataProducerState[] {
    const made = [...this.#sources.values()].filter((source) => source !== null);
    return made.map(({ dataProducer, ...source }) => ({
      dataProducerId: dataProducer.id,
      transportId: this.#parts.send.id,
      peerId: this.#parts.peer.peerId,
      ...source,
    }));
  }

  dataConsumers(): DataConsumerState[] {
    return this.#sinks.map(({ dataProducer: _ours, dataConsumer, ...sink }) => ({
      dataConsumerId: dataConsumer.id,
      transportId: this.#parts.recv.id,
      peerId: this.#parts.peer.peerId,
      ...sink,
    }));
  }

  /** What is on the peer's transports closes with them. */
  close(): void {
    this.#closed = true;
    this.#waiting = [];
    for (const { dataProducer } of this.#sinks) dataProducer.close();
    this.#sinks = [];
  }

  async #createSource(streamId: number, ordered: boolean): Promise<Source> {
    const { router, send, received } = this.#parts;
    const stream = ordered ? { streamId, ordered } : { streamId, ...NOT_AGAIN };
    const dataProducer = await refusedByMediasoup(
      send.produceData({ sctpStreamParameters: stream }),
    );
    try {
      const direct = await router.directTransport();
      const tap = await unavailable(direct.consumeData({ dataProducerId: dataProducer.id }));
      const source = { dataProducer, ordered, messages: 0, bytes: 0 };
      tap.on('message', (frame) => {
        count(source, frame);
        if (this.#isFlooded(frame)) dataProducer.close();
        else received(frame, ordered);
      });
      return source;
    } catch (error) {
      dataProducer.close();
      throw error;
    }
  }

  /** Whether it is more than can come of anything but malice: what comes then the worker drops. */
  #isFlooded(frame: Uint8Array): boolean {
    const cost = FRAME_COST + frame.length;
    if (this.#flood.waitMs(cost) > 0) return true;
    this.#flood.take(cost);
    return false;
  }

  #openWay(): void {
    if (this.#opening || !this.#isKnown) return;
    this.#opening = true;
    void this.#open();
  }

  async #open(): Promise<void> {
    const opened = await Promise.allSettled([this.#createSink(true), this.#createSink(false)]);
    const sinks = opened.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#opening = false;
    // Who went, or takes none: whatever comes next tries again.
    if (sinks.length < opened.length || this.#closed) {
      for (const { dataProducer } of sinks) dataProducer.close();
      return;
    }
    this.#sinks = sinks;
    for (const { frame, ordered } of waiting) this.send(frame, ordered);
  }

  async #createSink(ordered: boolean): Promise<Sink> {
    const { peer, router, recv } = this.#parts;
    const direct = await router.directTransport();
    const dataProducer = await unavailable(direct.produceData());
    try {
      const dataConsumer = await unavailable(
        recv.consumeData({
          dataProducerId: dataProducer.id,
          ...(ordered ? { ordered } : NOT_AGAIN),
        }),
      );
      const { streamId = 0 } = dataConsumer.sctpStreamParameters ?? {};
      await peer.deliver({
        name: 'dataConsumerOpened',
        data: {
          dataConsumerId: dataConsumer.id,
          dataProducerId: dataProducer.id,
          stream: { streamId, ordered },
        },
      });
      return { dataProducer, dataConsumer, ordered, messages: 0, bytes: 0 };
    } catch (error) {
      dataProducer.close();
      throw error;
    }
  }
}

function write(sink: Sink, frame: Uint8Array): void {
  // Over now, with its worker or its peer.
  if (sink.dataProducer.closed) return;
  count(sink, frame);
  sink.dataProducer.send(Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength));
}

function count(counted: Count, frame: Uint8Array): void {
  counted.messages += 1;
  counted.bytes += frame.length;
}
