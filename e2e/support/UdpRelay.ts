import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** What a way does to packets; nothing of it is a perfect way. */
export interface Impairment {
  /** The share of packets that get lost, each by itself, from 0 to 1. */
  loss?: number;
  /** How long a packet takes one way, and up to how much longer. Packets overtake each other then. */
  delayMs?: number;
  jitterMs?: number;
  /** How fast packets leave, with a queue of `QUEUE_MS` before that. */
  bitsPerSecond?: number;
}

type Address = Pick<RemoteInfo, 'address' | 'port'>;

/** What the queue of a narrow way holds, as that of a home router; what comes when it is full is lost. */
const QUEUE_MS = 300;

/** Of IPv4 and UDP, which a narrow way carries too. */
const HEADER_BYTES = 28;

/** Enough for bursts of key frames; a loss is to be one that somebody asked for. */
const BUFFER_BYTES = 4_000_000;

/**
 * Stands between one browser and a port of the server, and carries their media both ways, worse than
 * it came if it is told to. Losses are the same in every run: they come from a seed.
 */
export class UdpRelay {
  readonly #front: Socket;
  /** By the client's address: the server has to see two transports of one browser as two. */
  readonly #backs = new Map<string, Socket>();
  readonly #up: Lane;
  readonly #down: Lane;
  /** When the browser sent something last, on the clock of `performance.now()`; 0 before. */
  usedAt = 0;

  static async open(targetPort: number, seed = 1): Promise<UdpRelay> {
    const relay = new UdpRelay(targetPort, seed);
    relay.#front.bind(0, '127.0.0.1');
    await once(relay.#front, 'listening');
    relay.#front.setRecvBufferSize(BUFFER_BYTES);
    return relay;
  }

  private constructor(targetPort: number, seed: number) {
    const server = { address: '127.0.0.1', port: targetPort };
    const random = mulberry32(seed);
    this.#up = new Lane(random);
    this.#down = new Lane(random);
    this.#front = createSocket('udp4', (packet, client) => {
      this.usedAt = performance.now();
      this.#up.carry(packet, () => send(this.#backFor(client), packet, server));
    });
  }

  get port(): number {
    return this.#front.address().port;
  }

  /** From now on, both ways alike; none is a perfect way again. */
  impair(impairment: Impairment = {}): void {
    this.#up.impairment = impairment;
    this.#down.impairment = impairment;
  }

  /** From now on the server sees the browser at another address, as after a change of networks. */
  moveAddress(): void {
    for (const back of this.#backs.values()) back.close();
    this.#backs.clear();
  }

  close(): void {
    this.#up.close();
    this.#down.close();
    this.#front.close();
    this.moveAddress();
  }

  #backFor(client: Address): Socket {
    const key = `${client.address} ${client.port}`;
    const known = this.#backs.get(key);
    if (known) return known;
    const back = createSocket('udp4', (packet) => {
      this.#down.carry(packet, () => send(this.#front, packet, client));
    });
    this.#backs.set(key, back);
    return back;
  }
}

/** One direction. All that a browser sends shares it, and so does all that it gets. */
class Lane {
  impairment: Impairment = {};
  readonly #random: () => number;
  readonly #timers = new Set<NodeJS.Timeout>();
  /** When the last packet in the queue will have left. */
  #busyUntil = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  carry(packet: Buffer, deliver: () => void): void {
    const { loss = 0, delayMs = 0, jitterMs = 0, bitsPerSecond = Infinity } = this.impairment;
    if (loss > 0 && this.#random() < loss) return;
    const now = performance.now();
    const queuedMs = Math.max(0, this.#busyUntil - now);
    if (queuedMs > QUEUE_MS) return;
    const sendMs = ((packet.length + HEADER_BYTES) * 8_000) / bitsPerSecond;
    this.#busyUntil = now + queuedMs + sendMs;
    const waitMs = queuedMs + sendMs + delayMs + jitterMs * this.#random();
    if (waitMs < 1) {
      deliver();
      return;
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      deliver();
    }, waitMs);
    this.#timers.add(timer);
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}

/** Whoever is gone meanwhile gets nothing, as on every network. */
function send(socket: Socket, packet: Buffer, { address, port }: Address): void {
  socket.send(packet, port, address, () => {});
}

/** A small generator whose numbers are well spread (public domain, Tommy Ettinger). */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
