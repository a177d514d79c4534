import { EventEmitter } from 'node:events';
import {
  DATA_FRAME_MAX_BYTES,
  type DtlsParameters,
  type TransportDocument,
} from '@ottogi/protocol';
import type { types } from 'mediasoup';
import { RequestError } from '../errors.ts';
import { announce, type ListenPlan, withLoopback } from './addresses.ts';
import { mediaCodecs } from './codecs.ts';
import { refusedByMediasoup, unavailable } from './mediaErrors.ts';
import { PlainOutlet, type RtpAddress } from './PlainOutlet.ts';

/** Speech is louder than this, in dBov; a fan is not. */
const SPEECH_THRESHOLD_DBOV = -60;
const LEVEL_INTERVAL_MS = 250;
export const MOST_SPEAKERS = 10;

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

/** Where a router is reached: by clients, and by routers of other workers. */
export interface Listening {
  webRtcServer: types.WebRtcServer;
  plan: ListenPlan;
  pipes: types.TransportListenInfo;
}

/** A mediasoup Router in the place that the pool gave it: what a room's media needs of a worker. */
export class MediaRouter extends EventEmitter<MediaRouterEvents> {
  readonly #router: types.Router;
  readonly #levels: types.AudioLevelObserver;
  readonly #listening: Listening;
  #direct: Promise<types.DirectTransport> | null = null;
  readonly #transports = new Set<types.WebRtcTransport>();
  /** Those that know their client's fingerprint, or are about to. */
  readonly #connected = new WeakSet<types.WebRtcTransport>();
  /** How much it weighs in the pool, in streams that it may have to forward: its room's to say. */
  load = 0;

  static async create(worker: types.Worker, listening: Listening): Promise<MediaRouter> {
    const router = await worker.createRouter({ mediaCodecs });
    const levels = await router.createAudioLevelObserver({
      maxEntries: MOST_SPEAKERS,
      threshold: SPEECH_THRESHOLD_DBOV,
      interval: LEVEL_INTERVAL_MS,
    });
    return new MediaRouter(router, levels, listening);
  }

  private constructor(
    router: types.Router,
    levels: types.AudioLevelObserver,
    listening: Listening,
  ) {
    super();
    this.#router = router;
    this.#levels = levels;
    this.#listening = listening;
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

  get id(): string {
    return this.#router.id;
  }

  get closed(): boolean {
    return this.#router.closed;
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
        webRtcServer: this.#listening.webRtcServer,
        enableUdp: protocols.includes('udp'),
        enableTcp: protocols.includes('tcp'),
        preferUdp: true,
        // Costs nothing on the wire until somebody sends data.
        enableSctp: true,
        maxSendMessageSize: DATA_FRAME_MAX_BYTES,
        maxReceiveMessageSize: DATA_FRAME_MAX_BYTES,
        initialAvailableOutgoingBitrate: INITIAL_OUTGOING_BITRATE,
      }),
    );
    this.#transports.add(transport);
    transport.observer.once('close', () => this.#transports.delete(transport));
    return transport;
  }

  /**
   * By which Node itself reads and writes data: one for all, made by the first who needs it.
   * @throws RequestError `mediaUnavailable`
   */
  directTransport(): Promise<types.DirectTransport> {
    this.#direct ??= unavailable(
      this.#router.createDirectTransport({
        maxSendMessageSize: DATA_FRAME_MAX_BYTES,
        maxReceiveMessageSize: DATA_FRAME_MAX_BYTES,
      }),
    );
    return this.#direct;
  }

  /**
   * What a client needs to build its side of a transport of this router.
   * @param here Whether it is on this machine, which need not find itself by a router's address.
   */
  transportDocument(transport: types.WebRtcTransport, here = false): TransportDocument {
    const { plan } = this.#listening;
    return {
      transportId: transport.id,
      iceParameters: transport.iceParameters,
      iceCandidates: announce(transport.iceCandidates, here ? withLoopback(plan) : plan),
      dtlsParameters: transport.dtlsParameters,
      sctpParameters: sctpOf(transport),
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

  /**
   * One end of a pipe to a router of another worker. What is lost on the way is asked for again, as
   * by a client.
   * @throws RequestError `mediaUnavailable`
   */
  async createPipeTransport(): Promise<types.PipeTransport> {
    const listenInfo = this.#listening.pipes;
    const transport = await unavailable(
      this.#router.createPipeTransport({ listenInfo, enableRtx: true, enableSctp: false }),
    );
    // mediasoup makes a transport also for a router that was closed meanwhile, and never closes it.
    if (!this.closed) return transport;
    transport.close();
    throw new RequestError('mediaUnavailable', 'the router was closed meanwhile');
  }

  /** One of its producers as plain RTP. Rejects where that, or the worker, is gone. */
  createOutlet(producerId: string, to: RtpAddress): Promise<PlainOutlet> {
    return PlainOutlet.open(this.#router, producerId, to);
  }

  /** Resolves when none of the transports of clients that there are now carries anything any more. */
  async idle(): Promise<void> {
    await Promise.all([...this.#transports].map(disconnected));
  }

  close(): void {
    this.#router.close();
  }
}

function sctpOf({ sctpParameters }: types.WebRtcTransport): TransportDocument['sctpParameters'] {
  if (!sctpParameters) throw new Error('a transport was made without SCTP');
  const { port, maxSendMessageSize, maxReceiveMessageSize } = sctpParameters;
  return { port, maxSendMessageSize, maxReceiveMessageSize };
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
