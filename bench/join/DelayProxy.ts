import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { once } from 'node:events';

/** A longer way to a server: what passes, in either direction, arrives half a round trip later. */
export class DelayProxy {
  /** Milliseconds; for what passes from now on. */
  roundTripMs = 0;
  readonly #server: Server;
  readonly #targetPort: number;
  readonly #sockets = new Set<Socket>();

  static async start(targetPort: number): Promise<DelayProxy> {
    const proxy = new DelayProxy(targetPort);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  private constructor(targetPort: number) {
    this.#targetPort = targetPort;
    this.#server = createServer({ noDelay: true }, (client) => this.#accept(client));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #accept(client: Socket): void {
    const target = connect({ port: this.#targetPort, host: '127.0.0.1', noDelay: true });
    this.#forward(client, target);
    this.#forward(target, client);
  }

  /** In order: a chunk never overtakes one before it, not even when the delay shrinks meanwhile. */
  #forward(from: Socket, to: Socket): void {
    this.#sockets.add(from);
    let last = 0;
    const later = (act: () => void) => {
      const now = performance.now();
      last = Math.max(last, now + this.roundTripMs / 2);
      // Timers of one due time run in the order in which they were set.
      if (last <= now) act();
      else setTimeout(act, last - now);
    };
    from.on('data', (chunk) => later(() => to.destroyed || to.write(chunk)));
    from.on('error', () => to.destroy());
    from.on('close', () => {
      this.#sockets.delete(from);
      later(() => to.end());
    });
  }
}
