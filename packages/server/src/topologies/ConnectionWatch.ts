import type { types } from 'mediasoup';
import type { After, CallOff } from '../clock.ts';

/**
 * Gives up transports that hold a place and never connect. A client connects a transport when it has
 * something to carry, so one that has nothing may wait for ever: whoever listens in an empty room
 * does. From its fingerprint on, or from its first producer or consumer, there is no reason to wait.
 */
export class ConnectionWatch {
  readonly #withinMs: number;
  readonly #after: After;
  readonly #onOverdue: () => void;
  readonly #callOffs = new Map<types.WebRtcTransport, CallOff>();

  constructor(
    transports: readonly types.WebRtcTransport[],
    withinMs: number,
    runAfter: After,
    onOverdue: () => void,
  ) {
    this.#withinMs = withinMs;
    this.#after = runAfter;
    this.#onOverdue = onOverdue;
    for (const transport of transports) {
      transport.observer.once('newproducer', () => this.expect(transport));
      transport.observer.once('newconsumer', () => this.expect(transport));
    }
  }

  /** From now on it has to connect. What connected once is not looked at again. */
  expect(transport: types.WebRtcTransport): void {
    if (this.#callOffs.has(transport)) return;
    const callOff = this.#after(this.#withinMs, () => {
      if (!transport.closed && transport.dtlsState !== 'connected') this.#onOverdue();
    });
    this.#callOffs.set(transport, callOff);
  }

  close(): void {
    for (const callOff of this.#callOffs.values()) callOff();
  }
}
