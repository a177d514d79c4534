import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What stands between many an office and the world: plain HTTP goes through, WebSocket does not. */
export class ProxyWithoutWebSocket {
  readonly #server: Server;
  /** How often somebody tried. */
  refused = 0;

  static async open(target: string): Promise<ProxyWithoutWebSocket> {
    const proxy = new ProxyWithoutWebSocket(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  private constructor(target: string) {
    this.#server = createServer((incoming, outgoing) => {
      const { method, headers, url } = incoming;
      const options = { ...(method && { method }), headers };
      const forwarded = request(new URL(url ?? '/', target), options, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      forwarded.on('error', () => outgoing.destroy());
      outgoing.on('close', () => forwarded.destroy());
      incoming.pipe(forwarded);
    });
    this.#server.on('upgrade', (_request, socket) => {
      this.refused += 1;
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
    });
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}
