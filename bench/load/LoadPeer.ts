import { randomInt } from 'node:crypto';
import {
  PROTOCOL_VERSION,
  type Ack,
  type AckData,
  type RequestInput,
  type RequestName,
  type RtpCapabilities,
} from '@ottogi/protocol';
import { io, type Socket } from 'socket.io-client';
import { MediaLink } from './MediaLink.ts';
import { Camera, Microphone, type Layer } from './streams.ts';

const REPORT_INTERVAL_MS = 1_000;

export interface LoadShape {
  layers: readonly Layer[];
  /** Whether frames come in temporal layers. */
  temporal: boolean;
}

/**
 * A member of a call without a browser: signals as a client does, over real ICE, DTLS and SRTP, but
 * sends packets made by hand and only counts those that it receives.
 */
export class LoadPeer {
  readonly #socket: Socket;
  readonly #send: MediaLink;
  readonly #receive: MediaLink;
  readonly #microphone: Microphone;
  readonly #camera: Camera;
  /** SSRCs that carry somebody's publication; a router also sends padding of its own. */
  readonly #wanted = new Set<number>();
  readonly #next = { microphone: 0, camera: 0, reports: 0 };

  static async join(
    url: string,
    name: string,
    shape: LoadShape,
    speaks: boolean,
  ): Promise<LoadPeer> {
    const socket = io(url, {
      transports: ['websocket'],
      auth: { protocolVersion: PROTOCOL_VERSION },
      reconnection: false,
    });
    const rtpCapabilities = await welcomed(socket);
    const data = { room: 'bench', name, rtpCapabilities };
    const joined = await request(socket, 'join', data);
    return new LoadPeer(socket, joined, shape, speaks).#start(joined);
  }

  private constructor(socket: Socket, joined: AckData<'join'>, shape: LoadShape, speaks: boolean) {
    this.#socket = socket;
    this.#send = new MediaLink(joined.sendTransport);
    this.#receive = new MediaLink(joined.recvTransport);
    const sequence = { next: 1 };
    this.#microphone = new Microphone(sequence, speaks);
    this.#camera = new Camera(sequence, shape.layers, shape.temporal);
    for (const consumer of joined.consumers) this.#expect(consumer);
    socket.on('consumerOpened', ({ data }, acknowledge: () => void) => {
      this.#expect(data.consumer);
      acknowledge();
    });
  }

  /** Packets of publications that arrived here. */
  get received(): number {
    return this.#wanted
      .values()
      .map((ssrc) => this.#receive.packets.get(ssrc) ?? 0)
      .reduce((sum, count) => sum + count, 0);
  }

  get consumers(): number {
    return this.#wanted.size;
  }

  /** How many of the publications have arrived at all. */
  get arriving(): number {
    return this.#wanted
      .values()
      .filter((ssrc) => this.#receive.packets.has(ssrc))
      .toArray().length;
  }

  /** Starts its clocks, each at a moment of its own: people do not speak in step. */
  begin(nowMs: number): void {
    this.#next.microphone = nowMs + randomInt(Microphone.intervalMs);
    this.#next.camera = nowMs + randomInt(Camera.intervalMs);
    this.#next.reports = nowMs + randomInt(REPORT_INTERVAL_MS / 4);
  }

  /** Sends what is due. */
  tick(nowMs: number): void {
    for (; this.#next.microphone <= nowMs; this.#next.microphone += Microphone.intervalMs) {
      this.#sendAll(this.#microphone.next());
    }
    for (; this.#next.camera <= nowMs; this.#next.camera += Camera.intervalMs) {
      this.#sendAll(this.#camera.next());
    }
    for (; this.#next.reports <= nowMs; this.#next.reports += REPORT_INTERVAL_MS) {
      this.#sendAll([...this.#microphone.reports(), ...this.#camera.reports()]);
    }
  }

  /** Tells the router what arrived and when. */
  giveFeedback(): void {
    this.#receive.giveFeedback();
  }

  close(): void {
    this.#socket.disconnect();
    this.#send.close();
    this.#receive.close();
  }

  async #start(joined: AckData<'join'>): Promise<this> {
    await Promise.all([
      this.#connect(this.#send, joined.sendTransport, 'send'),
      this.#connect(this.#receive, joined.recvTransport, 'receive'),
    ]);
    const { rtpParameters } = this.#microphone;
    await request(this.#socket, 'produce', { source: 'microphone', rtpParameters });
    await request(this.#socket, 'produce', {
      source: 'camera',
      rtpParameters: this.#camera.rtpParameters,
    });
    return this;
  }

  async #connect(
    link: MediaLink,
    transport: AckData<'join'>['sendTransport'],
    direction: 'send' | 'receive',
  ): Promise<void> {
    const dtlsParameters = await link.answer(transport, direction);
    const { transportId } = transport;
    await request(this.#socket, 'connectTransport', { transportId, dtlsParameters });
    await link.connected();
  }

  #expect(consumer: AckData<'join'>['consumers'][number]): void {
    const ssrc = consumer.rtpParameters.encodings?.[0]?.ssrc;
    if (ssrc !== undefined) this.#wanted.add(ssrc);
  }

  #sendAll(packets: Buffer[]): void {
    for (const packet of packets) this.#send.send(packet);
  }
}

function welcomed(socket: Socket): Promise<RtpCapabilities> {
  return new Promise((resolve, reject) => {
    socket.once('welcome', ({ data }) => resolve(data.rtpCapabilities));
    socket.once('connect_error', reject);
  });
}

async function request<N extends RequestName>(
  socket: Socket,
  name: N,
  data: RequestInput<N>,
): Promise<AckData<N>> {
  const ack: Ack<AckData<N>> = await socket.timeout(10_000).emitWithAck(name, data);
  if (!ack.ok) throw new Error(`${name}: ${ack.error.message}`);
  return ack.data;
}
