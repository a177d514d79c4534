import type { Source } from '@ottogi/protocol';
import { MediaLink } from '../../../../bench/load/MediaLink.ts';
import { EXTENSION, readExtension } from '../../../../bench/load/rtp.ts';
import { Camera, Microphone, type Layer } from '../../../../bench/load/streams.ts';
import type { TestPeer } from './TestSfu.ts';

const TICK_MS = 5;
const REPORT_INTERVAL_MS = 500;

/** In decibels under the loudest (RFC 6464). */
const LOUD = 30;

/** Small: what matters is which layers flow, not how much. */
const LAYERS: readonly Layer[] = [180, 360, 720].map((height) => ({
  width: (height * 16) / 9,
  height,
  packetsPerFrame: 1,
  bytesPerPacket: height / 2,
}));

/**
 * Real media of a test's peer, over real ICE, DTLS and SRTP: a voice, and a camera in three
 * simulcast layers, made by hand. Nothing flows before it is switched on.
 */
export class Sending {
  readonly peer: TestPeer;
  readonly #send: MediaLink;
  readonly #receive: MediaLink;
  readonly #microphone: Microphone;
  readonly #camera: Camera;
  readonly #layerOf: Map<number, number>;
  readonly #timer: NodeJS.Timeout;
  readonly #lost: Buffer[] = [];
  readonly #next = { microphone: 0, camera: 0, reports: 0 };
  speaks = false;
  /** Packets of the voice that were sent. */
  spoken = 0;
  /** Whether what is spoken is lost on the way. */
  loses = false;
  /** Which layers of the camera are sent now. */
  layers: readonly number[] = [];

  static async connect(peer: TestPeer): Promise<Sending> {
    const { sendTransport, recvTransport } = peer.endpoint.setup;
    const links = [new MediaLink(sendTransport), new MediaLink(recvTransport)] as const;
    await Promise.all([
      connect(peer, links[0], sendTransport, 'send'),
      connect(peer, links[1], recvTransport, 'receive'),
    ]);
    return new Sending(peer, ...links);
  }

  private constructor(peer: TestPeer, send: MediaLink, receive: MediaLink) {
    this.peer = peer;
    this.#send = send;
    this.#receive = receive;
    const sequence = { next: 1 };
    this.#microphone = new Microphone(sequence, true);
    this.#camera = new Camera(sequence, LAYERS, true);
    const encodings = this.#camera.rtpParameters.encodings ?? [];
    this.#layerOf = new Map(encodings.map(({ ssrc }, layer) => [ssrc ?? 0, layer]));
    const now = performance.now();
    this.#next = { microphone: now, camera: now, reports: now };
    this.#timer = setInterval(() => this.#tick(performance.now()), TICK_MS);
  }

  publishMicrophone(): Promise<string> {
    return this.peer.endpoint.produce({
      source: 'microphone',
      rtpParameters: this.#microphone.rtpParameters,
      paused: false,
      layerHeights: [],
    });
  }

  publishCamera(): Promise<string> {
    return this.peer.endpoint.produce({
      source: 'camera',
      rtpParameters: this.#camera.rtpParameters,
      paused: false,
      layerHeights: LAYERS.map(({ height }) => height),
    });
  }

  /** Packets that arrived here of what another peer sends. */
  received(peerId: string, source: Source): number {
    const consumer = this.peer.endpoint.consumers
      .documents()
      .find((document) => document.peerId === peerId && document.source === source);
    return this.#receive.packets.get(consumer?.rtpParameters.encodings?.[0]?.ssrc ?? 0) ?? 0;
  }

  /** What was lost, as it comes once it was asked for again. */
  sendAgain(): void {
    this.#sendAll(this.#lost.splice(0));
  }

  close(): void {
    clearInterval(this.#timer);
    this.#send.close();
    this.#receive.close();
  }

  #tick(now: number): void {
    for (; this.#next.microphone <= now; this.#next.microphone += Microphone.intervalMs) {
      if (this.speaks) this.#speak(this.#microphone.next().map(loud));
    }
    for (; this.#next.camera <= now; this.#next.camera += Camera.intervalMs) {
      this.#sendAll(this.#camera.next().filter((packet) => this.#isOn(packet.readUInt32BE(8))));
    }
    if (this.#next.reports > now) return;
    this.#next.reports = now + REPORT_INTERVAL_MS;
    this.#sendAll(this.#camera.reports().filter((packet) => this.#isOn(packet.readUInt32BE(4))));
    this.#receive.giveFeedback();
  }

  #speak(packets: Buffer[]): void {
    this.spoken += packets.length;
    if (this.loses) this.#lost.push(...packets);
    else this.#sendAll(packets);
  }

  #isOn(ssrc: number): boolean {
    return this.layers.includes(this.#layerOf.get(ssrc) ?? -1);
  }

  #sendAll(packets: Buffer[]): void {
    for (const packet of packets) this.#send.send(packet);
  }
}

/** Without the pauses of speech, so that a test can tell when somebody speaks. */
function loud(packet: Buffer): Buffer {
  readExtension(packet, EXTENSION.audioLevel)?.fill(LOUD);
  return packet;
}

async function connect(
  { endpoint }: TestPeer,
  link: MediaLink,
  transport: typeof endpoint.setup.sendTransport,
  direction: 'send' | 'receive',
): Promise<void> {
  const dtlsParameters = await link.answer(transport, direction);
  await endpoint.connectTransport(transport.transportId, dtlsParameters);
  await link.connected();
}
