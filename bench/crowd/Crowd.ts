import { setTimeout as delay } from 'node:timers/promises';
import type { RequestInput } from '@ottogi/protocol';
import { cpuTimeNs, workerPidsOf } from '../cpu/cpuTime.ts';
import { LoadPeer, publish, sentBy, type LoadShape } from '../load/LoadPeer.ts';
import { LoadSignal } from '../load/LoadSignal.ts';
import { startProduct } from '../servers/product.ts';
import type { ServerProcess } from '../servers/ServerProcess.ts';

const ROOM = 'bench';
/** A camera as the SDK sends it; how large its packets are does not matter, for none are sent. */
const SHAPE: LoadShape = {
  temporal: true,
  layers: [180, 360, 720].map((height) => ({
    width: (height * 16) / 9,
    height,
    packetsPerFrame: 1,
    bytesPerPacket: 1_000,
  })),
};
const SENDS = { shape: SHAPE, speaks: true };

/** The view that a client says when its page says nothing else. */
const VIEW = { videos: 25, voices: 25 };
const WIDE_VIEW = { videos: 100, voices: 100 };

/** Nothing is under way any more when nobody has heard anything for so long. */
const QUIET_MS = 300;
/** Longer than the server waits before it tells a sender that nobody watches. */
const ALL_TOLD_MS = 3_000;

export interface CrowdOptions {
  people: number;
  /** How many of them still take somebody who comes: the others' views are full. */
  takers: number;
}

/** CPU time in milliseconds. */
export interface Cost {
  nodeMs: number;
  workerMs: number;
}

/**
 * A server with one room, in which people have joined and publish, and nobody sends anything: what it
 * does when somebody comes is because of that.
 */
export class Crowd {
  readonly options: CrowdOptions;
  readonly #server: ServerProcess;
  readonly #workerPid: number;
  readonly #people: LoadSignal[] = [];
  #consumersOpened = 0;

  static async gather(options: CrowdOptions): Promise<Crowd> {
    const server = await startProduct({}, 'bench/crowd/main.ts');
    try {
      const [workerPid] = await workerPidsOf(server.pid);
      const crowd = new Crowd(options, server, workerPid!);
      await crowd.#fill();
      return crowd;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  private constructor(options: CrowdOptions, server: ServerProcess, workerPid: number) {
    this.options = options;
    this.#server = server;
    this.#workerPid = workerPid;
  }

  /**
   * Somebody with an open connection joins, connects, and publishes, and leaves again; what it costs
   * until nobody hears of it any more, without the leaving.
   */
  async joinOnce(): Promise<Cost> {
    const signal = await LoadSignal.connect(this.#server.url);
    await this.#quiet();
    this.#consumersOpened = 0;
    const before = await this.#read();
    const wish = { room: ROOM, name: 'joiner', view: VIEW, sends: SENDS };
    const joiner = await LoadPeer.join(signal, wish);
    await this.#quiet();
    const after = await this.#read();
    try {
      this.#check(joiner);
    } finally {
      joiner.close();
    }
    await this.#quiet();
    return between(before, after);
  }

  /** What the server costs in such a time when nobody comes. */
  async idleOnce(): Promise<Cost> {
    const before = await this.#read();
    await delay(QUIET_MS);
    return between(before, await this.#read());
  }

  async close(): Promise<void> {
    for (const person of this.#people) person.close();
    await this.#server.stop();
  }

  async #fill(): Promise<void> {
    const { people, takers } = this.options;
    for (let index = 0; index < people; index += 1) {
      await this.#enter(`person ${index}`, index < takers ? WIDE_VIEW : VIEW);
    }
    await this.#quiet(ALL_TOLD_MS);
  }

  async #enter(name: string, view: RequestInput<'join'>['view']): Promise<void> {
    const signal = await LoadSignal.connect(this.#server.url);
    this.#people.push(signal);
    signal.on('consumerOpened', () => (this.#consumersOpened += 1));
    const { rtpCapabilities } = signal;
    const join = { room: ROOM, name, rtpCapabilities, view };
    const { media } = await signal.request('join', join);
    await publish(signal, media.mediaId, sentBy(SENDS));
  }

  /** @throws Error where the join did not cause what it should: then nothing is comparable. */
  #check(joiner: LoadPeer): void {
    const { people, takers } = this.options;
    const wanted = Math.min(people, VIEW.videos) + Math.min(people, VIEW.voices);
    if (joiner.consumers.size === wanted && this.#consumersOpened === 2 * takers) return;
    throw new Error(
      `the joiner receives ${joiner.consumers.size} of ${wanted} publications, the others ${this.#consumersOpened} of ${2 * takers}`,
    );
  }

  async #quiet(forMs = QUIET_MS): Promise<void> {
    const from = performance.now();
    for (;;) {
      const heardAt = Math.max(from, ...this.#people.map((person) => person.heardAt));
      const leftMs = heardAt + forMs - performance.now();
      if (leftMs <= 0) return;
      await delay(leftMs);
    }
  }

  async #read(): Promise<Cost> {
    const [nodeNs, workerNs] = await Promise.all([
      cpuTimeNs(this.#server.pid),
      cpuTimeNs(this.#workerPid),
    ]);
    return { nodeMs: nodeNs / 1e6, workerMs: workerNs / 1e6 };
  }
}

function between(before: Cost, after: Cost): Cost {
  return { nodeMs: after.nodeMs - before.nodeMs, workerMs: after.workerMs - before.workerMs };
}
