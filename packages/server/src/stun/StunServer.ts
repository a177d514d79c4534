import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { bindingRequestId, encodeBindingSuccess } from './message.ts';

/**
 * Tells browsers under which address they are seen, so that two of them find a direct way to each
 * other (RFC 8489). It asks nobody who they are, keeps nothing, and answers with hardly more than it
 * was asked with. Of IPv4 alone: who has an IPv6 address has no need to ask.
 */
export class StunServer {
  readonly #socket: Socket;

  /** Rejects where the port cannot be had. */
  static async open(port: number, host = '0.0.0.0'): Promise<StunServer> {
    // While one process hands over to the next, both answer.
    const socket = createSocket({ type: 'udp4', reusePort: process.platform === 'linux' });
    const listening = once(socket, 'listening');
    socket.bind(port, host);
    await listening;
    return new StunServer(socket);
  }

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.unref();
    socket.on('message', (packet, { address, port }) => {
      const transactionId = bindingRequestId(packet);
      if (transactionId)
        socket.send(encodeBindingSuccess(transactionId, address, port), port, address);
    });
    // An answer that cannot be sent is nobody's loss: browsers ask again.
    socket.on('error', () => {});
  }

  get port(): number {
    return this.#socket.address().port;
  }

  close(): void {
    this.#socket.close();
  }
}
