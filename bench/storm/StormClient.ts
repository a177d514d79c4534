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

/** The server answered, and says no. */
class Refused extends Error {}

/**
 * Somebody who connects, from an address of their own, and joins: signaling without media. Whoever
 * loses the connection while in a room comes back by themselves, as with the SDK.
 */
export class StormClient {
  readonly #socket: Socket;
  readonly #index: number;
  #room: string | null = null;
  #resumeToken: string | undefined;
  #peerId = '';
  #lostAt: number | null = null;
  #isReturning = false;
  /** The next loss is no accident. */
  #expectsLoss = false;
  /** The way back after a loss: how long it took, in ms. */
  #back: PromiseWithResolvers<number> | null = null;
  /** How often a request was refused for now. */
  refusals = 0;
  /** How often the connection fell, and nobody had meant it. */
  losses = 0;

  /** @param index Who it is: the same index is the same person, at the same address. */
  constructor(url: string, index: number) {
    this.#index = index;
    const secret = `storm-${String(index).padStart(24, '0')}`;
    // Known to the Node side of the client, and not to its types.
    const ofNode = { localAddress: addressOf(index) };
    this.#socket = io(url, {
      ...ofNode,
      transports: ['websocket'],
      auth: { protocolVersion: PROTOCOL_VERSION, secret },
      forceNew: true,
      autoConnect: false,
      reconnectionDelay: 300,
      reconnectionDelayMax: 2_000,
    });
    this.#socket.on('consumerOpened', (_envelope, acknowledge: () => void) => acknowledge());
    this.#socket.on('disconnect', () => this.#onLost());
    this.#socket.on('welcome', () => this.#onWelcome());
  }

  async connect(): Promise<void> {
    const welcomed = this.#welcomed();
    this.#socket.connect();
    await welcomed;
  }

  /** Or moves there. */
  async join(room: string): Promise<void> {
    await this.#enter(room);
    this.#room = room;
  }

  async leave(): Promise<void> {
    this.#room = null;
    await this.#ask('leave', {});
  }

  /** It is about to lose the server, and connects from there the next time. */
  moveTo(address: string): void {
    this.#expectsLoss = true;
    Object.assign(this.#socket.io.opts, { localAddress: address });
  }

  /** The network is gone, without a word. */
  cut(): void {
    this.#expectsLoss = true;
    this.#back ??= Promise.withResolvers();
    this.#socket.io.engine.close();
  }

  /** Resolves when it is back in its room after a loss, to how long that took, in ms. */
  returned(): Promise<number> {
    this.#back ??= Promise.withResolvers();
    return this.#back.promise;
  }

  /** The network is gone for good. */
  vanish(): void {
    this.#room = null;
    this.#socket.io.reconnection(false);
    this.#socket.io.engine.close();
  }

  /** With a goodbye. */
  close(): void {
    this.#room = null;
    this.#socket.disconnect();
  }

  #onLost(): void {
    if (this.#room === null) return;
    if (!this.#expectsLoss) this.losses += 1;
    this.#expectsLoss = false;
    this.#lostAt ??= performance.now();
    this.#back ??= Promise.withResolvers();
  }

  #onWelcome(): void {
    if (this.#room !== null && this.#lostAt !== null) void this.#return(this.#room, this.#lostAt);
  }

  async #return(room: string, lostAt: number): Promise<void> {
    // Lost once more meanwhile it goes on by itself.
    if (this.#isReturning) return;
    this.#isReturning = true;
    const peerId = this.#peerId;
    try {
      await this.#enter(room);
      if (this.#peerId !== peerId) throw new Error('it came back as somebody else');
      this.#lostAt = null;
      this.#back?.resolve(performance.now() - lostAt);
    } catch (error) {
      this.#back?.reject(error);
      // Nobody may have asked yet.
      this.#back?.promise.catch(() => undefined);
    } finally {
      this.#isReturning = false;
    }
  }

  async #enter(room: string): Promise<void> {
    const ack = await this.#ask('join', {
      room,
      name: `Client ${this.#index}`,
      rtpCapabilities: {},
      ...(this.#resumeToken === undefined ? {} : { resumeToken: this.#resumeToken }),
    });
    this.#resumeToken = ack.resumeToken;
    this.#peerId = ack.peerId;
  }

  /** Again where the connection fell, and where the server says that it is to come again. */
  async #ask<N extends RequestName>(name: N, data: RequestInput<N>): Promise<AckData<N>> {
    const until = performance.now() + PATIENCE_MS;
    for (;;) {
      try {
        return await this.#askOnce(name, data);
      } catch (error) {
        if (error instanceof Refused || performance.now() > until) throw error;
        if (this.#room === null) this.losses += 1;
        if (!this.#socket.connected) await this.#welcomed();
      }
    }
  }

  async #askOnce<N extends RequestName>(name: N, data: RequestInput<N>): Promise<AckData<N>> {
    for (;;) {
      const ack: Ack<AckData<N>> = await this.#socket.timeout(PATIENCE_MS).emitWithAck(name, data);
      if (ack.ok) return ack.data;
      const { code, message, retryAfterMs } = ack.error;
      if (retryAfterMs === undefined) throw new Refused(`${name}: ${code}: ${message}`);
      this.refusals += 1;
      await new Promise((resolve) => {
        setTimeout(resolve, retryAfterMs);
      });
    }
  }

  async #welcomed(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const limit = setTimeout(() => reject(new Error('not connected in time')), PATIENCE_MS);
    this.#socket.once('welcome', () => resolve());
    await promise.finally(() => clearTimeout(limit));
  }
}

/** In 127.1.0.0/16 and the following. */
export function addressOf(index: number): string {
  return `127.${1 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`;
}
