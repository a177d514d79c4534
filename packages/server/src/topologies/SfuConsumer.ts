import type { ConsumerDocument, Notification, RequestData } from '@ottogi/protocol';
import type { types } from 'mediasoup';
import { unavailable } from '../media/mediaErrors.ts';
import { isBetweenLayers, sameBand } from './scores.ts';
import type { SfuProducer } from './SfuProducer.ts';

/** Of those that the protocol can name. */
const LAST_LAYER = 7;

/** What its peer would like of a consumer: `spatialLayer` null for the best. */
export type ConsumerWish = Omit<
  RequestData<'configureConsumers'>['consumers'][number],
  'consumerId'
>;

/**
 * One publication on its way to one peer. mediasoup works requests off in the order in which they
 * are made, so what is asked of it last is what stands, however many are under way.
 */
export class SfuConsumer {
  readonly producer: SfuProducer;
  readonly media: types.Consumer;
  /** What it consumes: the producer itself, or what is piped of it. */
  readonly #reached: types.Producer;
  readonly #notify: (notification: Notification) => void;
  #wish: ConsumerWish;
  /** What was asked of mediasoup last. */
  #asked: ConsumerWish;
  /** Whether it waits, paused, for its peer to be able to take it. */
  #waits: boolean;
  #announced = false;
  #toldScore: { score: number; producerScore: number } = { score: 10, producerScore: 10 };

  /** @param spatialLayer What the consumer was made with. One that was made paused waits. */
  constructor(
    { producer, reached }: { producer: SfuProducer; reached: types.Producer },
    media: types.Consumer,
    spatialLayer: number | null,
    notify: (notification: Notification) => void,
  ) {
    this.producer = producer;
    this.#reached = reached;
    this.media = media;
    this.#notify = notify;
    this.#waits = media.paused;
    this.#asked = { paused: media.paused, spatialLayer };
    this.#wish = { paused: false, spatialLayer };
    this.#tellDemand();
    media.on('score', (score) => this.#onScore(score));
    media.observer.once('close', () => producer.demand?.wish(media.id, -1));
  }

  get id(): string {
    return this.media.id;
  }

  /**
   * Has no effect where it is closed.
   * @throws RequestError `mediaUnavailable`
   */
  async configure(wish: ConsumerWish): Promise<void> {
    if (this.media.closed) return;
    this.#wish = { paused: wish.paused, spatialLayer: wish.spatialLayer };
    this.#tellDemand();
    await this.#ask();
  }

  /**
   * Its peer knows of it and can take it.
   * @throws RequestError `mediaUnavailable`
   */
  async announced(): Promise<void> {
    if (this.media.closed) return;
    this.#announced = true;
    this.#waits = false;
    // Nothing is known of a sender that has not begun.
    if (this.#reached.score.length > 0) this.#onScore(this.media.score);
    await this.#ask();
  }

  document(): ConsumerDocument {
    const { media, producer } = this;
    return {
      consumerId: media.id,
      producerId: producer.id,
      peerId: producer.peerId,
      source: producer.source,
      kind: media.kind,
      rtpParameters: media.rtpParameters as ConsumerDocument['rtpParameters'],
    };
  }

  #tellDemand(): void {
    const { paused, spatialLayer } = this.#wish;
    this.producer.demand?.wish(this.media.id, paused ? -1 : spatialLayer);
  }

  async #ask(): Promise<void> {
    const { media } = this;
    const { spatialLayer } = this.#wish;
    const paused = this.#wish.paused || this.#waits;
    const requests: Promise<void>[] = [];
    // The layer first: what resumes begins with a key frame of the right one.
    if (spatialLayer !== this.#asked.spatialLayer && media.type !== 'simple') {
      requests.push(media.setPreferredLayers(preferredLayers(spatialLayer)));
    }
    if (paused !== this.#asked.paused) requests.push(paused ? media.pause() : media.resume());
    this.#asked = { paused, spatialLayer };
    try {
      await unavailable(Promise.all(requests));
    } catch (error) {
      if (!media.closed) throw error;
    }
  }

  #onScore(event: types.ConsumerScore): void {
    if (!this.#announced || isBetweenLayers(event)) return;
    const { score, producerScore } = event;
    const told = this.#toldScore;
    if (sameBand(score, told.score) && sameBand(producerScore, told.producerScore)) return;
    this.#toldScore = { score, producerScore };
    const data = { consumerId: this.media.id, score, producerScore };
    this.#notify({ name: 'consumerScore', data });
  }
}

/** mediasoup takes the next lower layer where a stream has fewer. */
export function preferredLayers(spatialLayer: number | null): types.ConsumerLayers {
  return { spatialLayer: spatialLayer ?? LAST_LAYER };
}
