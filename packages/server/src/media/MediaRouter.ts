import { EventEmitter } from 'node:events';
import type { DtlsParameters, TransportDocument } from '@ottogi/protocol';
import type { types } from 'mediasoup';
import { RequestError } from '../errors.ts';
import { announce, type ListenPlan } from './addresses.ts';
import { mediaCodecs } from './codecs.ts';
import { refusedByMediasoup, unavailable } from './mediaErrors.ts';

/** Speech is louder than this, in dBov; a fan is not. */
const SPEECH_THRESHOLD_DBOV = -60;
const LEVEL_INTERVAL_MS = 250;
const MOST_SPEAKERS = 10;

/** Where bandwidth estimation starts, in bits per second: one good picture. */
const INITIAL_OUTGOING_BITRATE = 1_000_000;

export type Protocol = 'udp' | 'tcp';

export interface ProducerLevel {
  producerId: string;
  /** In dBov, from -127 (silent) to 0. */
  level: number;
}

interface MediaRouterEvents {
  /** Who is heard now; empty when all fell silent. */
  levels: [ProducerLevel[]];
  /** The worker died, and all media of this router with it. */
  lost: [];
  /** Closed, for whatever reason. */
  closed: [];
}

/** A mediasoup Router in the place that the pool gave it: what a room's media needs of a worker. */
export class MediaRouter extends EventEmitter<MediaRouterEvents> {
  readonly #router: types.Router;
  readonly #webRtcServer: types.WebRtcServer;
  readonly #levels: types.AudioLevelObserver;
  readonly #plan: ListenPlan;
  readonly #transports = new Set<types.WebRtcTransport>();
  /** Those that know their client's fingerprint, or are about to. */
  readonly #connected = new WeakSet<types.WebRtcTransport>();

  static async create(
    worker: types.Worker,
    webRtcServer: types.WebRtcServer,
    plan: ListenPlan,
  ): Promise<MediaRouter> {
    const router = await worker.createRouter({ mediaCodecs });
    const levels = await router.createAudioLevelObserver({
      maxEntries: MOST_SPEAKERS,
      threshold: SPEECH_THRESHOLD_DBOV,
      interval: LEVEL_INTERVAL_MS,
    });
    return new MediaRouter(router, webRtcServer, levels, plan);
  }

  private constructor(
    router: types.Router,
    webRtcServer: types.WebRtcServer,
    levels: types.AudioLevelObserver,
    plan: ListenPlan,
  ) {
    super();
    this.#router = router;
    this.#webRtcServer = webRtcServer;
    this.#levels = levels;
    this.#plan = plan;
    router.on('workerclose', () => this.emit('lost'));
    router.observer.once('close', () => this.emit('closed'));
    levels.on('volumes', (volumes) =>
      this.emit(
        'levels',
        volumes.map(({ producer, volume }) => ({ producerId: producer.id, level: volume })),
      ),
    );
    levels.on('silence', () => this.emit('levels', []));
  }

  /** How much this router weighs when the pool looks for the least loaded worker. */
  get load(): number {
    return this.#transports.size;
  }

  /**
   * A transport that is found by these protocols.
   * @throws RequestError `mediaUnavailable`
   */
  async createTransport(
    protocols: readonly Protocol[] = ['udp', 'tcp'],
  ): Promise<types.WebRtcTransport> {
    const transport = await unavailable(
      this.#router.createWebRtcTransport({
        webRtcServer: this.#webRtcServer,
        enableUdp: protocols.includes('udp'),
        enableTcp: protocols.includes('tcp'),
        preferUdp: true,
        initialAvailableOutgoingBitrate: INITIAL_OUTGOING_BITRATE,
      }),
    );
    this.#transports.add(transport);
    transport.observer.once('close', () => this.#transports.delete(transport));
    return transport;
  }

  /** What a client needs to build its side of a transport of this router. */
  transportDocument(transport: types.WebRtcTransport): TransportDocument {
    return {
      transportId: transport.id,
      iceParameters: transport.iceParameters,
      iceCandidates: announce(transport.iceCandidates, this.#plan),
      dtlsParameters: transport.dtlsParameters,
    };
  }

  /**
   * Tells a transport the client's DTLS fingerprint, once; a refused one does not count.
   * @throws RequestError `wrongState`, `mediaRejected`, `mediaUnavailable`
   */
  async connectTransport(
    transport: types.WebRtcTransport,
    dtlsParameters: DtlsParameters,
  ): Promise<void> {
    if (this.#connected.has(transport)) {
      throw new RequestError('wrongState', `transport ${transport.id} is connected already`);
    }
    this.#connected.add(transport);
    try {
      await refusedByMediasoup(transport.connect({ dtlsParameters }));
    } catch (error) {
      this.#connected.delete(transport);
      throw error;
    }
  }

  /**
   * Lets an audio producer count among those who are heard; its close takes it out again. False
   * where it is closed already.
   */
  async observeLevel(producer: types.Producer): Promise<boolean> {
    try {
      await this.#levels.addProducer({ producerId: producer.id });
      return true;
    } catch {
      return false;
    }
  }

  /** Resolves when none of the transports that there are now carries anything any more. */
  async idle(): Promise<void> {
    await Promise.all([...this.#transports].map(disconnected));
  }

  close(): void {
    this.#router.close();
  }
}

/** Closed here, or by the client, which says so over DTLS. One that just vanished says nothing. */
async function disconnected(transport: types.WebRtcTransport): Promise<void> {
  const isConnected = () => transport.dtlsState === 'connected';
  if (transport.closed || !isConnected()) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  transport.observer.once('close', resolve);
  transport.on('dtlsstatechange', () => {
    if (!isConnected()) resolve();
  });
  await promise;
}
