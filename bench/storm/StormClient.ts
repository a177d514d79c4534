import {
  PROTOCOL_VERSION,
  type Ack,
  type AckData,
  type RequestInput,
  type RequestName,
} from '@ottogi/protocol';
import { io, type Socket } from 'socket.io-client';

/** Past it somebody who waits would have gone. */
const PATIENCE_MS = 120_000;

/** Somebody who connects, from an address of their own, and joins: signaling without media. */
export class StormClient {
  readonly #socket: Socket;
  readonly #index: number;
  resumeToken: string | undefined;

  /** @param index Who it is: the same index is the same person, at the same address. */
  static async connect(url: string, index: number): Promise<StormClient> {
    const client = new StormClient(url, index);
    await client.#connected();
    return client;
  }

  private constructor(url: string, index: number) {
    this.#index = index;
    const secret = `storm-${String(index).padStart(24, '0')}`;
    // Known to the Node side of the client, and not to its types.
    const ofNode = {
      localAddress: `127.${1 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`,
    };
    this.#socket = io(url, {
      ...ofNode,
      transports: ['websocket'],
      auth: { protocolVersion: PROTOCOL_VERSION, secret },
      forceNew: true,
      reconnectionDelay: 300,
      reconnectionDelayMax: 2_000,
    });
    this.#socket.on('consumerOpened', (_envelope, acknowledge: () => void) => acknowledge());
  }

  /** A refusal that says when to come again is obeyed, as the SDK does. */
  async join(room: string): Promise<void> {
    const { resumeToken } = this;
    const ack = await this.#ask('join', {
      room,
      name: `Client ${this.#index}`,
      rtpCapabilities: {},
      ...(resumeToken === undefined ? {} : { resumeToken }),
    });
    this.resumeToken = ack.resumeToken;
  }

  async leave(): Promise<void> {
    await this.#ask('leave', {});
  }

  close(): void {
    this.#socket.disconnect();
  }

  async #connected(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const limit = setTimeout(() => reject(new Error('not connected in time')), PATIENCE_MS);
    this.#socket.once('welcome', () => resolve());
    await promise.finally(() => clearTimeout(limit));
  }

  async #ask<N extends RequestName>(name: N, data: RequestInput<N>): Promise<AckData<N>> {
    const until = performance.now() + PATIENCE_MS;
    for (;;) {
      const ack: Ack<AckData<N>> = await this.#socket.timeout(PATIENCE_MS).emitWithAck(name, data);
      if (ack.ok) return ack.data;
      const { code, message, retryAfterMs } = ack.error;
      if (retryAfterMs === undefined || performance.now() > until) {
        throw new Error(`${name}: ${code}: ${message}`);
      }
      await new Promise((resolve) => {
        setTimeout(resolve, retryAfterMs);
      });
    }
  }
}
