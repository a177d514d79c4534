import {
  type AckData,
  type AnySource,
  isMix,
  type MixSource,
  type OwnProducer,
  type RtpParameters,
  type Source,
} from '@ottogi/protocol';
import type { types } from 'mediasoup-client';
import { layerHeights, producerOptions } from './encodings.ts';
import type { Sealing } from './encryption/Sealing.ts';
import { SentLayers } from './SentLayers.ts';
import type { Requests } from './Signal.ts';

/** The `wantedLayer` of a video that nobody watches. */
const NOT_WATCHED = -1;

interface Sent {
  source: AnySource;
  producer: types.Producer;
  producerId: string;
  layers: SentLayers | null;
  /** As announced: what receivers choose from. */
  layerHeights: readonly number[];
}

export interface SendingParts {
  /** Under which the server knows what the transport belongs to. */
  mediaId: string;
  signal: Requests;
  /** Where nothing goes out but sealed; else null. */
  sealing: Sealing | null;
}

type PublicationData = { source: Source; paused: boolean; layerHeights: number[] };
type MixData = { source: MixSource; forPeerId: string | null; layerHeights: number[] };
type ProducerData = PublicationData | MixData;

/** The producers of one sending transport. Whoever asks for a source waits before asking again. */
export class Sending {
  readonly #transport: types.Transport;
  readonly #mediaId: string;
  readonly #signal: Requests;
  readonly #sealing: Sealing | null;
  /** By source; the sounds of a mix by whom they are for too (`keyOf`). */
  readonly #sent = new Map<string, Sent>();
  /** The server's answers to `produce`, by what was asked for. */
  readonly #producing = new Map<string, Promise<AckData<'produce'>>>();
  /** By producer; said of one, perhaps, in the same breath as the answer to `produce`. */
  readonly #wantedLayers = new Map<string, number | null>();
  #producerCount = 0;

  constructor(transport: types.Transport, { mediaId, signal, sealing }: SendingParts) {
    this.#transport = transport;
    this.#mediaId = mediaId;
    this.#sealing = sealing;
    this.#signal = signal;
    transport.on('produce', (parameters, accept) => this.#answerProduce(parameters, accept));
  }

  /** Which source an m-line of the transport's SDP carries. */
  get sources(): ReadonlyMap<string, Source> {
    const sent = [...this.#sent.values()];
    return new Map(
      sent.flatMap(({ source, producer }) => (isMix(source) ? [] : [[producer.localId, source]])),
    );
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
    await this.#produce({ source, paused, layerHeights: layerHeights(source, track) }, track);
  }

  /** Throws what mediasoup-client or the request throws. */
  async produceMix(
    source: MixSource,
    forPeerId: string | null,
    track: MediaStreamTrack,
  ): Promise<void> {
    await this.#produce({ source, forPeerId, layerHeights: layerHeights(source, track) }, track);
  }

  async #produce(appData: ProducerData, track: MediaStreamTrack): Promise<void> {
    const { source } = appData;
    try {
      const producer = await this.#transport.produce({
        ...producerOptions(source, track),
        ...this.#sealing?.producerOptions(source),
        track,
        // The track belongs to LocalMedia, which stops and disables it; a paused producer is to send
        // nothing at all, not silence. For video that is up to its layers.
        stopTracks: false,
        disableTrackOnPause: false,
        zeroRtpOnPause: track.kind === 'audio',
        appData,
      });
      if (source === 'mix') await keepLines(producer);
      const layers = layersOf(producer);
      if ('paused' in appData && appData.paused) pause(producer, layers);
      await this.#confirm(appData, producer, layers);
    } finally {
      this.#producing.delete(keyOf(appData));
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
    await this.#close(source);
  }

  /** Ends the sound of one listener. Throws what the request throws. */
  async closeMix(forPeerId: string): Promise<void> {
    await this.#close(keyOf({ source: 'mixAudio', forPeerId }));
  }

  async #close(key: string): Promise<void> {
    const sent = this.#sent.get(key);
    if (!sent) return;
    const { producer, producerId } = sent;
    this.#sent.delete(key);
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
    return [...this.#sent.values()].every(
      ({ source, producerId }) => isMix(source) || known.has(producerId),
    );
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
    const media = {
      mediaId: this.#mediaId,
      rtpParameters: rtpParameters as RtpParameters,
    };
    const answer =
      'forPeerId' in asked
        ? this.#signal.request('produceMix', { ...media, ...asked })
        : this.#signal.request('produce', { ...media, ...asked });
    // `#confirm` hears of a failure, unless the session is closed before.
    answer.catch(() => {});
    this.#producing.set(keyOf(asked), answer);
    accept({ id: `${source}-${this.#producerCount++}` });
  }

  async #confirm(
    data: ProducerData,
    producer: types.Producer,
    layers: SentLayers | null,
  ): Promise<void> {
    try {
      const { producerId } = await this.#producing.get(keyOf(data))!;
      const { source, layerHeights: heights } = data;
      this.#sent.set(keyOf(data), { source, producer, producerId, layers, layerHeights: heights });
      void layers?.want(this.#wantedLayers.get(producerId) ?? null);
    } catch (error) {
      producer.close();
      throw error;
    }
  }
}

function keyOf(data: { source: AnySource; forPeerId?: string | null }): string {
  return data.forPeerId ? `${data.source}/${data.forPeerId}` : data.source;
}

/** Names and shared screens are to be read: where a machine is short of time, fewer pictures do. */
async function keepLines({ rtpSender }: types.Producer): Promise<void> {
  if (!rtpSender) return;
  const parameters = rtpSender.getParameters();
  parameters.degradationPreference = 'maintain-resolution';
  await rtpSender.setParameters(parameters);
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
