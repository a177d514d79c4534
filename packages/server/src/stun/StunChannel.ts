import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { createConnection, isIPv6 } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Duplex } from 'node:stream';
import {
  decodeAnswer,
  encodeRequest,
  messageBytes,
  type StunAnswer,
  type StunRequest,
} from './message.ts';

export interface StunTarget {
  protocol: 'udp' | 'tcp' | 'tls';
  /** An address or a host name. */
  host: string;
  port: number;
  /** Over TCP, ICE puts the length before each message (RFC 4571); STUN by itself does not. */
  framed?: boolean;
}

/** When a request over UDP is sent again, in ms after the first time (RFC 8489, 6.2.1, but sooner). */
const SEND_AGAIN_MS = [150, 450, 1050, 2250];

/** Nobody answered, or somebody said that there is nobody. */
export class StunUnreachable extends Error {
  override readonly name = 'StunUnreachable';
}

/** A way to one STUN or TURN server, on which requests are answered one at a time. */
export class StunChannel {
  readonly #send: (packet: Buffer) => void;
  readonly #close: () => void;
  /** What retransmission is for. */
  readonly #lossy: boolean;
  readonly #timeoutMs: number;
  #waiting: { id: Buffer; resolve(answer: StunAnswer): void; reject(error: Error): void } | null =
    null;
  #broken: Error | null = null;

  /** @throws StunUnreachable */
  static async open(target: StunTarget, timeoutMs: number): Promise<StunChannel> {
    const address = isIPv6(target.host) ? target.host : await resolve(target.host);
    return target.protocol === 'udp'
      ? openUdp(address, target.port, timeoutMs)
      : openStream(address, target, timeoutMs);
  }

  constructor(way: Way, timeoutMs: number) {
    this.#send = way.send;
    this.#close = way.close;
    this.#lossy = way.lossy;
    this.#timeoutMs = timeoutMs;
    way.listen(
      (packet) => this.#received(packet),
      (error) => this.#failed(error),
    );
  }

  /**
   * An error that the other side answers is an answer.
   * @throws StunUnreachable
   */
  async request(request: StunRequest): Promise<StunAnswer> {
    if (this.#broken) throw unreachable(this.#broken);
    const packet = encodeRequest(request);
    const { promise, resolve: answered, reject } = Promise.withResolvers<StunAnswer>();
    this.#waiting = { id: request.transactionId, resolve: answered, reject };
    const again = this.#lossy ? SEND_AGAIN_MS : [];
    const timers = again.map((delayMs) => setTimeout(() => this.#send(packet), delayMs));
    const limit = setTimeout(() => reject(new Error('no answer')), this.#timeoutMs);
    try {
      this.#send(packet);
      return await promise;
    } catch (error) {
      throw unreachable(error);
    } finally {
      for (const timer of [...timers, limit]) clearTimeout(timer);
      this.#waiting = null;
    }
  }

  close(): void {
    this.#close();
  }

  #received(packet: Buffer): void {
    const answer = decodeAnswer(packet);
    if (answer && this.#waiting?.id.equals(answer.transactionId)) this.#waiting.resolve(answer);
  }

  #failed(error: Error): void {
    this.#broken = error;
    this.#waiting?.reject(error);
  }
}

interface Way {
  lossy: boolean;
  send: (packet: Buffer) => void;
  listen: (received: (packet: Buffer) => void, failed: (error: Error) => void) => void;
  close: () => void;
}

async function resolve(host: string): Promise<string> {
  try {
    return (await lookup(host)).address;
  } catch (error) {
    throw unreachable(error);
  }
}

async function openUdp(address: string, port: number, timeoutMs: number): Promise<StunChannel> {
  const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
  try {
    // Connected, the socket hears of it when nobody listens there (ICMP).
    await new Promise<void>((done, failed) => {
      socket.once('error', failed);
      socket.connect(port, address, done);
    });
  } catch (error) {
    socket.close();
    throw unreachable(error);
  }
  return new StunChannel(
    {
      lossy: true,
      send: (packet) => socket.send(packet),
      listen: (received, failed) => {
        socket.removeAllListeners('error');
        socket.on('message', received).on('error', failed);
      },
      close: () => socket.close(),
    },
    timeoutMs,
  );
}

async function openStream(
  address: string,
  { protocol, host, port, framed = false }: StunTarget,
  timeoutMs: number,
): Promise<StunChannel> {
  const socket =
    protocol === 'tls'
      ? connectTls({ host: address, port, servername: host })
      : createConnection({ host: address, port });
  try {
    await new Promise<void>((done, failed) => {
      const limit = setTimeout(() => failed(new Error('no answer')), timeoutMs);
      socket.once('close', () => clearTimeout(limit));
      socket.once('error', failed);
      socket.once(protocol === 'tls' ? 'secureConnect' : 'connect', () => {
        clearTimeout(limit);
        done();
      });
    });
  } catch (error) {
    socket.destroy();
    throw unreachable(error);
  }
  return new StunChannel(
    {
      lossy: false,
      send: (packet) => socket.write(framed ? withLength(packet) : packet),
      listen: (received, failed) => {
        socket.removeAllListeners('error');
        socket
          .on('error', failed)
          .on('close', () => failed(new Error('the connection was closed')));
        readMessages(socket, framed, received);
      },
      close: () => socket.destroy(),
    },
    timeoutMs,
  );
}

function withLength(packet: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(packet.length);
  return Buffer.concat([length, packet]);
}

function readMessages(socket: Duplex, framed: boolean, received: (packet: Buffer) => void): void {
  let rest: Buffer = Buffer.alloc(0);
  const prefix = framed ? 2 : 0;
  const next = () => {
    if (framed) return rest.length < 2 ? null : rest.readUInt16BE(0);
    return messageBytes(rest);
  };
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (let length = next(); length !== null; length = next()) {
      const end = prefix + length;
      if (rest.length < end) return;
      received(rest.subarray(prefix, end));
      rest = rest.subarray(end);
    }
  });
}

const REASONS: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such name',
  EAI_AGAIN: 'the name could not be looked up',
  EHOSTUNREACH: 'there is no way to that address',
  ENETUNREACH: 'there is no way to that network',
  EACCES: 'a firewall of this machine forbids it',
  EPERM: 'a firewall of this machine forbids it',
};

function unreachable(cause: unknown): StunUnreachable {
  if (cause instanceof StunUnreachable) return cause;
  const { code = '', message } = cause as NodeJS.ErrnoException;
  return new StunUnreachable(REASONS[code] ?? message, { cause });
}
