import type { DataStream, NotificationData } from '@ottogi/protocol';
import type { types } from 'mediasoup-client';
import type { Requests } from '../Signal.ts';
import type { DataLane } from './DataLane.ts';

/** Of what is in no order, while the way opens: the newest. What is in order is kept elsewhere. */
const WAITING_MAX = 64;

export interface RelayLaneOwner {
  /** It is open now, or did not open. */
  changed(): void;
  /** The server passes this on. */
  received(frame: ArrayBuffer): void;
}

interface Parts {
  send: types.Transport;
  recv: types.Transport;
  mediaId: string;
  signal: Requests;
}

/** The way for data over the server, on the transports of a session. Made when it is first used. */
export class RelayLane implements DataLane {
  readonly #parts: Parts;
  readonly #owner: RelayLaneOwner;
  #producers: { ordered: types.DataProducer; unordered: types.DataProducer } | null = null;
  #opening = false;
  #waiting: Uint8Array<ArrayBuffer>[] = [];
  #closed = false;

  constructor(parts: Parts, owner: RelayLaneOwner) {
    this.#parts = parts;
    this.#owner = owner;
    parts.send.on('producedata', ({ sctpStreamParameters }, made, failed) => {
      const { streamId = 0, ordered = true } = sctpStreamParameters;
      const { mediaId, signal } = parts;
      signal
        .request('produceData', { mediaId, stream: { streamId, ordered } })
        .then(({ dataProducerId }) => made({ id: dataProducerId }), failed);
    });
  }

  get isOpen(): boolean {
    if (!this.#producers) return false;
    const { ordered, unordered } = this.#producers;
    return ordered.readyState === 'open' && unordered.readyState === 'open';
  }

  get bufferedBytes(): number {
    return this.#producers?.ordered.bufferedAmount ?? 0;
  }

  /** What is in no order waits while it opens, and pushes out what waits for longer. */
  send(frame: Uint8Array<ArrayBuffer>, ordered: boolean): void {
    if (this.#producers && this.isOpen) {
      (ordered ? this.#producers.ordered : this.#producers.unordered).send(frame);
      return;
    }
    if (ordered) throw new Error('the way over the server is not open');
    this.#waiting = [...this.#waiting, frame].slice(-WAITING_MAX);
    this.open();
  }

  /** Does nothing where it is open, or about to be. */
  open(): void {
    if (this.#opening || this.#producers || this.#closed) return;
    this.#opening = true;
    void this.#open();
  }

  /** What the server says comes this way. Resolves once it does; rejects if it cannot. */
  async openConsumer(opened: NotificationData<'dataConsumerOpened'>): Promise<void> {
    const { dataConsumerId: id, dataProducerId, stream } = opened;
    const sctpStreamParameters = sctpOf(stream);
    const consumer = await this.#parts.recv.consumeData({
      id,
      dataProducerId,
      sctpStreamParameters,
    });
    consumer.binaryType = 'arraybuffer';
    consumer.on('message', (message: unknown) => {
      if (message instanceof ArrayBuffer) this.#owner.received(message);
    });
    await opening(consumer);
  }

  /** Its transports close with their session. */
  close(): void {
    this.#closed = true;
    this.#waiting = [];
  }

  async #open(): Promise<void> {
    try {
      const { send } = this.#parts;
      const ordered = await send.produceData({ ordered: true });
      const unordered = await send.produceData({ ordered: false, maxRetransmits: 0 });
      await Promise.all([opening(ordered), opening(unordered)]);
      this.#producers = { ordered, unordered };
      for (const frame of this.#waiting.splice(0)) unordered.send(frame);
    } catch {
      // The session is over, or the server is short of something: what comes next tries again.
    } finally {
      this.#opening = false;
    }
    if (!this.#closed) this.#owner.changed();
  }
}

function sctpOf({ streamId, ordered }: DataStream): types.SctpStreamParameters {
  return ordered ? { streamId, ordered } : { streamId, ordered, maxRetransmits: 0 };
}

/** Resolves once something can go over it; rejects if that never comes. */
async function opening(channel: types.DataProducer | types.DataConsumer): Promise<void> {
  if (channel.readyState === 'open') return;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const gone = () => reject(new Error('the way for data closed before it was open'));
  channel.observer.once('close', gone);
  if (channel.closed) gone();
  // Both have these events, with types that say nothing of each other.
  (channel as types.DataProducer).on('open', resolve);
  (channel as types.DataProducer).on('close', gone);
  await promise;
}
