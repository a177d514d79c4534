import {
  PROTOCOL_VERSION,
  type Ack,
  type AckData,
  type Envelope,
  type NotificationData,
  type NotificationName,
  type RequestInput,
  type RequestName,
  type RtpCapabilities,
} from '@ottogi/protocol';
import { io, type Socket } from 'socket.io-client';

const ANSWER_LIMIT_MS = 10_000;

/** The signaling connection of a load peer: asks as a client does, and takes what it is offered. */
export class LoadSignal {
  /** What the routers can do, and so what this peer says that it can receive. */
  readonly rtpCapabilities: RtpCapabilities;
  readonly #socket: Socket;
  #heardAt = 0;

  /** Resolves with the server's welcome. */
  static async connect(url: string): Promise<LoadSignal> {
    const socket = io(url, {
      transports: ['websocket'],
      auth: { protocolVersion: PROTOCOL_VERSION },
      reconnection: false,
      // Of its own, or all peers of this process would share one.
      forceNew: true,
    });
    const welcomed = Promise.withResolvers<RtpCapabilities>();
    socket.once('welcome', ({ data }: Envelope<'welcome'>) =>
      welcomed.resolve(data.rtpCapabilities),
    );
    socket.once('connect_error', welcomed.reject);
    return new LoadSignal(socket, await welcomed.promise);
  }

  private constructor(socket: Socket, rtpCapabilities: RtpCapabilities) {
    this.#socket = socket;
    this.rtpCapabilities = rtpCapabilities;
    socket.onAny(() => (this.#heardAt = performance.now()));
    socket.on('consumerOpened', (_envelope, acknowledge: () => void) => acknowledge());
  }

  /** When the server last stated something here, on the clock of `performance.now()`. */
  get heardAt(): number {
    return this.#heardAt;
  }

  /** @throws Error that names the request, where the server refuses it */
  async request<N extends RequestName>(name: N, data: RequestInput<N>): Promise<AckData<N>> {
    const ack: Ack<AckData<N>> = await this.#socket
      .timeout(ANSWER_LIMIT_MS)
      .emitWithAck(name, data);
    if (!ack.ok) throw new Error(`${name}: ${ack.error.message}`);
    return ack.data;
  }

  on<N extends NotificationName>(name: N, listener: (data: NotificationData<N>) => void): void {
    this.#socket.on<string>(name, (envelope: Envelope<N>) => listener(envelope.data));
  }

  close(): void {
    this.#socket.disconnect();
  }
}
