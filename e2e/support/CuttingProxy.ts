import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** How long the server is heard no more before a connection is cut; what it answers then is lost. */
const DEAF_MS = 30;

interface Connection {
  client: Socket;
  server: Socket;
}

/** Stands between clients and a server, and cuts connections when it is told to. */
export class CuttingProxy {
  readonly #server: Server;
  readonly #connections = new Set<Connection>();

  /** @param addresses As how many machines the clients come: the server counts by address. */
  static async open(targetPort: number, addresses = 1): Promise<CuttingProxy> {
    const proxy = new CuttingProxy(targetPort, addresses);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  private constructor(targetPort: number, addresses: number) {
    let count = 0;
    this.#server = createServer((client) => {
      const localAddress = `127.0.0.${1 + (count++ % addresses)}`;
      const server = connect({ port: targetPort, host: '127.0.0.1', localAddress });
      const connection: Connection = { client, server };
      this.#connections.add(connection);
      for (const [from, to] of [
        [client, server],
        [server, client],
      ] as const) {
        from.pipe(to);
        from.on('error', () => from.destroy());
        from.on('close', () => {
          this.#connections.delete(connection);
          to.destroy();
        });
      }
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /**
   * Cuts one connection, chosen by a number from 0 to 1, left out. For a moment before that, requests
   * still arrive and answers do not.
   */
  cutOne(choice: number): void {
    const connection = [...this.#connections][Math.floor(choice * this.#connections.size)];
    if (!connection) return;
    this.#connections.delete(connection);
    const { client, server } = connection;
    server.unpipe(client);
    server.resume();
    setTimeout(() => client.destroy(), DEAF_MS);
  }

  /** Cuts all connections that there are, as a network that goes; new ones it lets through. */
  cutAll(): void {
    for (const { client } of this.#connections) client.destroy();
  }

  /**
   * Says nothing more on the connections that there are, and hears nothing, but leaves them open: as
   * a router that has forgotten them. New ones it lets through.
   */
  swallowAll(): void {
    for (const { client, server } of this.#connections) {
      for (const socket of [client, server]) socket.unpipe().resume();
    }
  }

  /** Hears nothing more on the connections that there are; what the server says still arrives. */
  deafen(): void {
    for (const { client } of this.#connections) client.unpipe().resume();
  }

  /** Cuts the next connection when so many bytes have come up on it. */
  cutNextAfter(bytes: number): void {
    this.#server.once('connection', (client: Socket) => {
      client.on('data', () => {
        if (client.bytesRead >= bytes) client.destroy();
      });
    });
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const { client } of this.#connections) client.destroy();
    await closed;
  }
}
