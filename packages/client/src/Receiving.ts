import type { ConsumerDocument } from '@ottogi/protocol';
import type { types } from 'mediasoup-client';
import type { Tracks } from './reduce.ts';
import { opening } from './encryption/Sealing.ts';
import type { FrameProtection } from './encryption/FrameWorker.ts';
import { trackKey, type TrackKey } from './state.ts';

type Changed = (change: { started: Tracks; ended: Tracks }) => void;

const NONE: Tracks = new Map();

/** A publication that arrives, or is about to. */
export interface Arrival {
  consumerId: string;
  /** Whether the browser can take it already. */
  open: boolean;
}

/** The consumers of one receiving transport, and the tracks that come out of them. */
export class Receiving {
  readonly #transport: types.Transport;
  readonly #protection: FrameProtection | null;
  readonly #changed: Changed;
  /** Null while it is being opened; a consumer that was closed meanwhile is no longer here. */
  readonly #consumers = new Map<string, { key: TrackKey; consumer: types.Consumer | null }>();
  /** Tracks that nobody has been told of yet. */
  #started = new Map<TrackKey, MediaStreamTrack>();

  /** @param protection Where what arrives is to be opened; else null. */
  constructor(transport: types.Transport, protection: FrameProtection | null, changed: Changed) {
    this.#transport = transport;
    this.#protection = protection;
    this.#changed = changed;
  }

  get arrivals(): ReadonlyMap<TrackKey, Arrival> {
    return new Map(
      [...this.#consumers].map(([consumerId, { key, consumer }]) => [
        key,
        { consumerId, open: consumer !== null },
      ]),
    );
  }

  get tracks(): Tracks {
    return new Map(
      [...this.#consumers.values()].flatMap(({ key, consumer }) =>
        consumer ? [[key, consumer.track]] : [],
      ),
    );
  }

  /**
   * When something arrived last of what is sent here, in ms by the browser's clock; null where
   * nothing is. One that is newer than `than` is as good as the newest.
   */
  newest(isSent: (key: TrackKey) => boolean, than: number): number | null {
    let newest: number | null = null;
    for (const { key, consumer } of this.#consumers.values()) {
      if (!consumer?.rtpReceiver || !isSent(key)) continue;
      const [latest] = consumer.rtpReceiver.getSynchronizationSources();
      newest = Math.max(newest ?? 0, latest?.timestamp ?? 0);
      if (newest > than) break;
    }
    return newest;
  }

  /** Which publication an m-line of the transport's SDP carries. */
  get keys(): ReadonlyMap<string, TrackKey> {
    return new Map(
      [...this.#consumers.values()].flatMap(({ key, consumer }) =>
        consumer ? [[consumer.localId, key]] : [],
      ),
    );
  }

  /**
   * Opens consumers; one promise for each that is not there yet, in no order. All of them are asked
   * for in the same turn, which mediasoup-client turns into a single round of SDP.
   */
  openAll(documents: readonly ConsumerDocument[]): Promise<void>[] {
    return documents
      .filter(({ consumerId }) => !this.#consumers.has(consumerId))
      .map((document) => this.#open(document));
  }

  /** https://www.w3.org/TR/webrtc-extensions/#dom-rtcrtpreceiver-jitterbuffertarget; without effect where a browser has it not. */
  delay(key: TrackKey, bufferMs: number | null): void {
    for (const { key: of, consumer } of this.#consumers.values()) {
      const receiver = consumer?.rtpReceiver;
      if (of === key && receiver) receiver.jitterBufferTarget = bufferMs;
    }
  }

  /** Undefined until it is open. */
  receiver(key: TrackKey): RTCRtpReceiver | undefined {
    const entry = [...this.#consumers.values()].find((each) => each.key === key);
    return entry?.consumer?.rtpReceiver;
  }

  close(consumerId: string): void {
    this.#closeThose([consumerId]);
  }

  closeAllBut(consumerIds: readonly string[]): void {
    this.#closeThose([...this.#consumers.keys()].filter((id) => !consumerIds.includes(id)));
  }

  async #open({ consumerId, peerId, source, ...options }: ConsumerDocument): Promise<void> {
    const key = trackKey(peerId, source);
    this.#consumers.set(consumerId, { key, consumer: null });
    let consumer: types.Consumer;
    try {
      consumer = await this.#transport.consume({
        ...options,
        id: consumerId,
        ...(this.#protection && opening(this.#protection, { peerId, source, ...options })),
        rtpParameters: options.rtpParameters as types.RtpParameters,
        // Lip sync is between tracks of one stream: a voice with its face, a film with its sound.
        streamId: `${peerId}-${source.startsWith('screen') ? 'screen' : 'camera'}`,
      });
    } catch (error) {
      this.#consumers.delete(consumerId);
      throw error;
    }
    if (!this.#consumers.has(consumerId)) {
      consumer.close();
      return;
    }
    this.#consumers.set(consumerId, { key, consumer });
    this.#started.set(key, consumer.track);
    // A batch resolves in one turn, and is told as one change.
    if (this.#started.size === 1) queueMicrotask(() => this.#tellStarted());
  }

  #tellStarted(): void {
    if (this.#started.size === 0) return;
    const started = this.#started;
    this.#started = new Map();
    this.#changed({ started, ended: NONE });
  }

  #closeThose(consumerIds: readonly string[]): void {
    this.#tellStarted();
    const ended = new Map<TrackKey, MediaStreamTrack>();
    for (const consumerId of consumerIds) {
      const entry = this.#consumers.get(consumerId);
      this.#consumers.delete(consumerId);
      if (!entry?.consumer) continue;
      entry.consumer.close();
      ended.set(entry.key, entry.consumer.track);
    }
    if (ended.size > 0) this.#changed({ started: NONE, ended });
  }
}
