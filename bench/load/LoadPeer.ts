import { randomInt } from 'node:crypto';
import type {
  ConsumerDocument,
  RequestInput,
  RoutedMedia,
  TransportDocument,
} from '@ottogi/protocol';
import type { LoadSignal } from './LoadSignal.ts';
import { MediaLink } from './MediaLink.ts';
import { routed } from './routed.ts';
import { Camera, Microphone, type Layer } from './streams.ts';

const REPORT_INTERVAL_MS = 1_000;

export interface LoadShape {
  layers: readonly Layer[];
  /** Whether frames come in temporal layers. */
  temporal: boolean;
}

export interface LoadPeerOptions {
  room: string;
  name: string;
  view?: RequestInput<'join'>['view'];
  /** Null for somebody who only receives. */
  sends: { shape: LoadShape; speaks: boolean } | null;
}

/** What a peer sends: a voice and a camera over one transport, each by its own clock. */
interface Sent {
  microphone: Microphone;
  camera: Camera;
  layerHeights: number[];
}

/**
 * A member of a call without a browser: signals as a client does, over real ICE, DTLS and SRTP, but
 * sends packets made by hand and only counts those that it receives.
 */
export class LoadPeer {
  readonly signal: LoadSignal;
  /** What arrives, by consumer. */
  readonly consumers = new Map<string, ConsumerDocument>();
  readonly #send: MediaLink;
  readonly #receive: MediaLink;
  readonly #sent: Sent | null;
  readonly #next = { microphone: 0, camera: 0, reports: 0 };

  /** Takes the connection over, and closes it with the peer. */
  static async join(signal: LoadSignal, options: LoadPeerOptions): Promise<LoadPeer> {
    const { room, name, view } = options;
    const { rtpCapabilities } = signal;
    const joined = await signal.request('join', { room, name, rtpCapabilities, view });
    const media = routed(joined.media);
    const peer = new LoadPeer(signal, media, options.sends);
    try {
      await peer.#start(media);
    } catch (error) {
      peer.close();
      throw error;
    }
    return peer;
  }

  private constructor(
    signal: LoadSignal,
    { sendTransport, recvTransport, consumers }: RoutedMedia,
    sends: LoadPeerOptions['sends'],
  ) {
    this.signal = signal;
    this.#send = new MediaLink(sendTransport);
    this.#receive = new MediaLink(recvTransport);
    this.#sent = sends && sentBy(sends);
    for (const consumer of consumers) this.consumers.set(consumer.consumerId, consumer);
    signal.on('consumerOpened', ({ consumer }) =>
      this.consumers.set(consumer.consumerId, consumer),
    );
    signal.on('consumerClosed', ({ consumerId }) => this.consumers.delete(consumerId));
  }

  /** Packets of publications that arrived here; a router also sends padding of its own. */
  get received(): number {
    return this.consumers
      .values()
      .map((consumer) => this.packetsOf(consumer))
      .reduce((sum, count) => sum + count, 0);
  }

  /** How many of the publications have arrived at all. */
  get arriving(): number {
    return this.consumers
      .values()
      .filter((consumer) => this.packetsOf(consumer) > 0)
      .toArray().length;
  }

  /** All that arrived here: publications, padding and RTCP, in bytes of RTP and RTCP packets. */
  get receivedBytes(): number {
    return this.#receive.bytes;
  }

  packetsOf({ rtpParameters }: ConsumerDocument): number {
    const ssrc = rtpParameters.encodings?.[0]?.ssrc;
    return ssrc === undefined ? 0 : (this.#receive.packets.get(ssrc) ?? 0);
  }

  /** Starts its clocks, each at a moment of its own: people do not speak in step. */
  begin(nowMs: number): void {
    this.#next.microphone = nowMs + randomInt(Microphone.intervalMs);
    this.#next.camera = nowMs + randomInt(Camera.intervalMs);
    this.#next.reports = nowMs + randomInt(REPORT_INTERVAL_MS / 4);
  }

  /** Sends what is due. */
  tick(nowMs: number): void {
    if (!this.#sent) return;
    const { microphone, camera } = this.#sent;
    for (; this.#next.microphone <= nowMs; this.#next.microphone += Microphone.intervalMs) {
      this.#sendAll(microphone.next());
    }
    for (; this.#next.camera <= nowMs; this.#next.camera += Camera.intervalMs) {
      this.#sendAll(camera.next());
    }
    for (; this.#next.reports <= nowMs; this.#next.reports += REPORT_INTERVAL_MS) {
      this.#sendAll([...microphone.reports(), ...camera.reports()]);
    }
  }

  /** Tells the router what arrived and when. */
  giveFeedback(): void {
    this.#receive.giveFeedback();
  }

  close(): void {
    this.signal.close();
    this.#send.close();
    this.#receive.close();
  }

  async #start({ mediaId, sendTransport, recvTransport }: RoutedMedia): Promise<void> {
    await Promise.all([
      this.#connect(this.#send, sendTransport, 'send'),
      this.#connect(this.#receive, recvTransport, 'receive'),
    ]);
    if (this.#sent) await publish(this.signal, mediaId, this.#sent);
  }

  async #connect(
    link: MediaLink,
    transport: TransportDocument,
    direction: 'send' | 'receive',
  ): Promise<void> {
    const dtlsParameters = await link.answer(transport, direction);
    const { transportId } = transport;
    await this.signal.request('connectTransport', { transportId, dtlsParameters });
    await link.connected();
  }

  #sendAll(packets: Buffer[]): void {
    for (const packet of packets) this.#send.send(packet);
  }
}

/** Publishes microphone and camera, whether or not anything of them is sent afterwards. */
export async function publish(signal: LoadSignal, mediaId: string, sent: Sent): Promise<void> {
  const { microphone, camera, layerHeights } = sent;
  const { rtpParameters } = microphone;
  await signal.request('produce', { mediaId, source: 'microphone', rtpParameters });
  await signal.request('produce', {
    mediaId,
    source: 'camera',
    rtpParameters: camera.rtpParameters,
    layerHeights,
  });
}

export function sentBy({ shape, speaks }: NonNullable<LoadPeerOptions['sends']>): Sent {
  const sequence = { next: 1 };
  return {
    microphone: new Microphone(sequence, speaks),
    camera: new Camera(sequence, shape.layers, shape.temporal),
    layerHeights: shape.layers.map(({ height }) => height),
  };
}
