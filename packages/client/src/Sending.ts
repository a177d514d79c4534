import type { AckData, OwnProducer, RtpParameters, Source } from '@ottogi/protocol';
import type { types } from 'mediasoup-client';
import { layerHeights, producerOptions } from './encodings.ts';
import { SentLayers } from './SentLayers.ts';
import type { Requests } from './Signal.ts';

/** The `wantedLayer` of a video that nobody watches. */
const NOT_WATCHED = -1;

interface Sent {
  producer: types.Producer;
  producerId: string;
  layers: SentLayers | null;
  /** As announced: what receivers choose from. */
  layerHeights: readonly number[];
}

type ProducerData = { source: Source; paused: boolean; layerHeights: number[] };

/** The producers of one sending transport. Whoever asks for a source waits before asking again. */
export class Sending {
  readonly #transport: types.Transport;
  readonly #mediaId: string;
  readonly #signal: Requests;
  readonly #sent = new Map<Source, Sent>();
  /** The server's answers to `produce`, by the source asked for. */
  readonly #producing = new Map<Source, Promise<AckData<'produce'>>>();
  /** By producer; said of one, perhaps, in the same breath as the answer to `produce`. */
  readonly #wantedLayers = new Map<string, number | null>();
  #producerCount = 0;

  constructor(transport: types.Transport, mediaId: string, signal: Requests) {
    this.#transport = transport;
    this.#mediaId = mediaId;
    this.#signal = signal;
    transport.on('produce', (parameters, accept) => this.#answerProduce(parameters, accept));
  }

  /** Which source an m-line of the transport's SDP carries. */
  get sources(): ReadonlyMap<string, Source> {
    return new Map([...this.#sent].map(([source, { producer }]) => [producer.localId, source]));
  }

  /** Whether anything goes out at this moment. */
  get flows(): boolean {
    return [...this.#sent.values()].some(
      ({ producer, producerId }) =>
        !producer.paused && this.#wantedLayers.get(producerId) !== NOT_WATCHED,
    );
  }

  /** Throws what mediasoup-client or the request throws. */
  async produce(source: Source, track: MediaStreamTrack, paused: boolean): Promise<void> {
    const appData: ProducerData = { source, paused, layerHeights: layerHeights(source, track) };
    try {
      const producer = await this.#transport.produce({
        ...producerOptions(source, track),
        track,
        // The track belongs to LocalMedia, which stops and disables it; a paused producer is to send
        // nothing at all, not silence. For video that is up to its layers.
        stopTracks: false,
        disableTrackOnPause: false,
        zeroRtpOnPause: track.kind === 'audio',
        appData,
      });
      const layers = layersOf(producer);
      if (paused) pause(producer, layers);
      await this.#confirm(appData, producer, layers);
    } finally {
      this.#producing.delete(source);
    }
  }

  /** Throws what mediasoup-client or the requests throw. */
  async replaceTrack(source: Source, track: MediaStreamTrack): Promise<void> {
    const sent = this.#sent.get(source);
    if (!sent) return;
    const heights = layerHeights(source, track);
    if (sameLayers(heights, sent.layerHeights)) {
      await sent.producer.replaceTrack({ track });
      return;
    }
    // Layers, their bitrates, and what receivers know of them are made for one height.
    await this.close(source);
    await this.produce(source, track, sent.producer.paused);
  }

  /** Throws what the request throws. */
  async setPaused(source: Source, paused: boolean): Promise<void> {
    const sent = this.#sent.get(source);
    if (!sent) return;
    const { producer, producerId, layers } = sent;
    if (paused) pause(producer, layers);
    else resume(producer, layers);
    await this.#signal.request(paused ? 'pauseProducer' : 'resumeProducer', { producerId });
  }

  /** Throws what the request throws; the producer is gone in any case. */
  async close(source: Source): Promise<void> {
    const sent = this.#sent.get(source);
    if (!sent) return;
    const { producer, producerId } = sent;
    this.#sent.delete(source);
    this.#wantedLayers.delete(producerId);
    producer.close();
    await this.#signal.request('closeProducer', { producerId });
  }

  /** Somebody watches this much of an own video (`layersWanted`). */
  limitLayers(producerId: string, wantedLayer: number | null): void {
    this.#wantedLayers.set(producerId, wantedLayer);
    const sent = [...this.#sent.values()].find((each) => each.producerId === producerId);
    void sent?.layers?.want(wantedLayer);
  }

  /** Takes what the server says there is; false if it has lost something. */
  reconcile(producers: readonly OwnProducer[]): boolean {
    for (const { producerId, source, wantedLayer } of producers) {
      if (this.#sent.get(source)?.producerId === producerId) {
        this.limitLayers(producerId, wantedLayer);
      } else if (!this.#producing.has(source)) {
        // Made or closed by a request whose answer never arrived.
        this.#signal.request('closeProducer', { producerId }).catch(() => {});
      }
    }
    const known = new Set(producers.map(({ producerId }) => producerId));
    return [...this.#sent.values()].every(({ producerId }) => known.has(producerId));
  }

  /**
   * mediasoup-client makes one producer at a time and would hold the next one back until the server
   * has answered. So this one gets an id of our own at once, and `#confirm` waits for the server's.
   */
  #answerProduce(
    { rtpParameters, appData }: { rtpParameters: types.RtpParameters; appData: types.AppData },
    accept: (answer: { id: string }) => void,
  ): void {
    const asked = appData as ProducerData;
    const { source } = asked;
    const answer = this.#signal.request('produce', {
      mediaId: this.#mediaId,
      ...asked,
      rtpParameters: rtpParameters as RtpParameters,
    });
    // `#confirm` hears of a failure, unless the session is closed before.
    answer.catch(() => {});
    this.#producing.set(source, answer);
    accept({ id: `${source}-${this.#producerCount++}` });
  }

  async #confirm(
    { source, layerHeights: heights }: ProducerData,
    producer: types.Producer,
    layers: SentLayers | null,
  ): Promise<void> {
    try {
      const { producerId } = await this.#producing.get(source)!;
      this.#sent.set(source, { producer, producerId, layers, layerHeights: heights });
      void layers?.want(this.#wantedLayers.get(producerId) ?? null);
    } catch (error) {
      producer.close();
      throw error;
    }
  }
}

function layersOf({ kind, rtpSender }: types.Producer): SentLayers | null {
  return kind === 'video' && rtpSender ? new SentLayers(rtpSender) : null;
}

function pause(producer: types.Producer, layers: SentLayers | null): void {
  producer.pause();
  void layers?.setMuted(true);
}

function resume(producer: types.Producer, layers: SentLayers | null): void {
  producer.resume();
  void layers?.setMuted(false);
}

/** Whether one track may take the place of another: unknown heights and a single layer always may. */
function sameLayers(next: readonly number[], former: readonly number[]): boolean {
  const single = Math.max(next.length, former.length) <= 1;
  return single || next.length === 0 || String(next) === String(former);
}
