import { createWorker, type types } from 'mediasoup';
import { RequestError } from '../errors.ts';
import { whileTaken } from '../ports.ts';
import type { Logger } from '../logger.ts';
import { systemClock } from '../clock.ts';
import { listenInfos, type ListenPlan, pipeListenInfo } from './addresses.ts';
import { Heartbeat } from './Heartbeat.ts';
import { MediaRouter } from './MediaRouter.ts';

const FIRST_RESTART_DELAY_MS = 100;
const LONGEST_RESTART_DELAY_MS = 5_000;
const PROVEN_AFTER_MS = 30_000;

export interface WorkersOptions {
  count: number;
  /** The first worker's media port, UDP and TCP; each further worker has the next one. */
  firstPort: number;
  plan: ListenPlan;
  /** Whether ports may be taken for a moment more at the start, by workers that these follow. */
  patient?: boolean;
  logger: Logger;
}

interface LiveWorker {
  worker: types.Worker;
  webRtcServer: types.WebRtcServer;
}

/** One place in the pool: its port stays when its worker is replaced. */
interface Slot {
  readonly index: number;
  readonly port: number;
  readonly routers: Set<MediaRouter>;
  /** Routers that are being made: the next room has to see them, or it would come here too. */
  opening: number;
  live: LiveWorker | null;
  restarts: number;
  /** How long to wait before the next attempt to fill it. */
  delayMs: number;
}

interface LoadedSlot {
  slot: Slot;
  live: LiveWorker;
  load: number;
}

export interface WorkerDocument {
  port: number;
  pid: number | null;
  routers: number;
  restarts: number;
}

/** The pool of mediasoup workers: one a core, each with one WebRtcServer; the dead are replaced. */
export class Workers {
  readonly #options: WorkersOptions;
  readonly #slots: Slot[];
  #probeRouter: Promise<MediaRouter> | null = null;
  #closed = false;

  /** Rejects if one worker does not come up: at the start that is a fault to show, not to mend. */
  static async create(options: WorkersOptions): Promise<Workers> {
    const workers = new Workers(options);
    try {
      const fill = (slot: Slot) => workers.#fill(slot);
      await Promise.all(
        workers.#slots.map((slot) => (options.patient ? whileTaken(() => fill(slot)) : fill(slot))),
      );
    } catch (error) {
      workers.close();
      throw error;
    }
    return workers;
  }

  private constructor(options: WorkersOptions) {
    this.#options = options;
    this.#slots = Array.from({ length: options.count }, (_, index) => ({
      index,
      port: options.firstPort + index,
      routers: new Set(),
      opening: 0,
      live: null,
      restarts: 0,
      delayMs: FIRST_RESTART_DELAY_MS,
    }));
  }

  get ready(): boolean {
    return !this.#closed && this.#slots.some(({ live }) => live !== null);
  }

  /** Resolves when no transport is connected any more, or the time is over. */
  async idle(withinMs: number): Promise<void> {
    const { promise: overdue, resolve } = Promise.withResolvers<void>();
    const callOff = systemClock.after(withinMs, resolve);
    const routers = this.#slots.flatMap((slot) => [...slot.routers]);
    await Promise.race([Promise.all(routers.map((router) => router.idle())), overdue]);
    callOff();
  }

  documents(): WorkerDocument[] {
    return this.#slots.map(({ port, live, routers, restarts }) => ({
      port,
      pid: live?.worker.pid ?? null,
      routers: routers.size,
      restarts,
    }));
  }

  /**
   * A router on the least loaded worker.
   * @throws RequestError `mediaUnavailable` when no worker is up, or this one dies meanwhile.
   */
  async createRouter(): Promise<MediaRouter> {
    return this.#createRouterIn(this.#leastLoaded());
  }

  /**
   * A router on the least loaded of the other workers; null where each of them has its fill.
   * @param routers On whose workers it is not to be.
   * @param fill How much load is that.
   * @throws RequestError `mediaUnavailable` when the worker dies meanwhile.
   */
  async createRouterBeside(
    routers: readonly MediaRouter[],
    fill: number,
  ): Promise<MediaRouter | null> {
    const least = this.#byLoad().find(
      ({ slot }) => !routers.some((router) => slot.routers.has(router)),
    );
    return least && least.load < fill ? this.#createRouterIn(least) : null;
  }

  /** What the worker of this router has to carry, all its rooms together, and this one's peers. */
  loadBeneath(router: MediaRouter): number {
    const slot = this.#slots.find(({ routers }) => routers.has(router));
    // Less what a router weighs by being there: it is no reason to go to another worker.
    return slot ? loadOf(slot) - 1 : 0;
  }

  /**
   * The one router under all probes: made for the first of them, and anew when its worker is gone.
   * It is no room, and weighs nothing.
   * @throws RequestError `mediaUnavailable`
   */
  probeRouter(): Promise<MediaRouter> {
    if (this.#probeRouter) return this.#probeRouter;
    const making = this.#createProbeRouter();
    const forget = () => {
      if (this.#probeRouter === making) this.#probeRouter = null;
    };
    making.then((router) => router.once('closed', forget), forget);
    this.#probeRouter = making;
    return making;
  }

  /**
   * A router on each worker that is up, for whoever looks whether its port can be reached. They weigh
   * nothing, and are the asker's to close.
   */
  async createRouterOnEach(): Promise<MediaRouter[]> {
    const live = this.#slots.flatMap((slot) => slot.live ?? []);
    const making = live.map((worker) => this.#createRouterOn(worker));
    // One that dies meanwhile is not up.
    const made = await Promise.allSettled(making);
    return made.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
  }

  close(): void {
    this.#closed = true;
    for (const slot of this.#slots) this.#empty(slot);
  }

  async #createProbeRouter(): Promise<MediaRouter> {
    return this.#createRouterOn(this.#leastLoaded().live);
  }

  /** One that counts for its worker from now on. */
  async #createRouterIn({ slot, live }: LoadedSlot): Promise<MediaRouter> {
    slot.opening += 1;
    try {
      const router = await this.#createRouterOn(live);
      slot.routers.add(router);
      router.once('closed', () => slot.routers.delete(router));
      return router;
    } finally {
      slot.opening -= 1;
    }
  }

  async #createRouterOn({ worker, webRtcServer }: LiveWorker): Promise<MediaRouter> {
    const { plan, firstPort, count } = this.#options;
    const pipes = pipeListenInfo(firstPort, count);
    try {
      return await MediaRouter.create(worker, { webRtcServer, plan, pipes });
    } catch (error) {
      throw new RequestError('mediaUnavailable', 'the media worker is gone', { cause: error });
    }
  }

  /** @throws RequestError `mediaUnavailable` when no worker is up. */
  #leastLoaded(): LoadedSlot {
    const [least] = this.#byLoad();
    if (!least) throw new RequestError('mediaUnavailable', 'no media worker is up');
    return least;
  }

  /** The workers that are up, the least loaded first. */
  #byLoad(): LoadedSlot[] {
    return this.#slots
      .flatMap((slot) => (slot.live ? [{ slot, live: slot.live, load: loadOf(slot) }] : []))
      .sort((a, b) => a.load - b.load);
  }

  /** Brings a worker up in its place, or rejects and leaves nothing behind. */
  async #fill(slot: Slot): Promise<void> {
    const worker = await createWorker({ logLevel: 'warn' });
    ignoreSignals(worker);
    try {
      const webRtcServer = await worker.createWebRtcServer({
        listenInfos: listenInfos(this.#options.plan, slot.port),
      });
      slot.live = { worker, webRtcServer };
    } catch (error) {
      worker.close();
      throw new Error(
        `media port ${slot.port} cannot be opened: stop what uses it, or set OTTOGI_RTC_PORT`,
        { cause: error },
      );
    }
    if (this.#closed) return this.#empty(slot);
    const { index, port } = slot;
    this.#options.logger.debug({ worker: index, pid: worker.pid, port }, 'worker up');
    // A worker that lives for a while has shown that it can.
    const proven = setTimeout(
      () => (slot.delayMs = FIRST_RESTART_DELAY_MS),
      PROVEN_AFTER_MS,
    ).unref();
    const heartbeat = this.#listenTo(slot, worker);
    worker.observer.once('close', () => {
      clearTimeout(proven);
      heartbeat.stop();
    });
    worker.once('died', (error) => this.#onDied(slot, error));
  }

  /** mediasoup waits for ever for a worker that hangs: one that does is killed, and so replaced. */
  #listenTo({ index }: Slot, worker: types.Worker): Heartbeat {
    return new Heartbeat(
      () => worker.getResourceUsage(),
      () => {
        this.#options.logger.error(
          { worker: index, pid: worker.pid },
          'media worker answers no more: killing it',
        );
        kill(worker.pid);
      },
      systemClock.after,
    );
  }

  #onDied(slot: Slot, error: Error): void {
    this.#options.logger.error(
      { worker: slot.index, err: error, rooms: slot.routers.size },
      'media worker died: replacing it; people on it get other media by themselves',
    );
    slot.live = null;
    this.#refillLater(slot);
  }

  /** Tries for ever, more and more slowly: a pool without workers serves nobody. */
  #refillLater(slot: Slot): void {
    const { delayMs } = slot;
    slot.delayMs = Math.min(delayMs * 2, LONGEST_RESTART_DELAY_MS);
    setTimeout(() => {
      if (this.#closed) return;
      slot.restarts += 1;
      this.#fill(slot).catch((error: unknown) => {
        this.#options.logger.error(
          { worker: slot.index, err: error, retryInMs: slot.delayMs },
          'media worker did not start',
        );
        this.#refillLater(slot);
      });
    }, delayMs).unref();
  }

  #empty(slot: Slot): void {
    slot.live?.worker.close();
    slot.live = null;
  }
}

/**
 * mediasoup closes a worker at the first SIGINT or SIGTERM. What a signal means is the process's to
 * say: media may have to outlast it. Workers end by themselves when their process does.
 */
function ignoreSignals(worker: types.Worker): void {
  const { onSignal } = worker as types.Worker & { onSignal?: () => void };
  if (!onSignal) return;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, onSignal);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself at this very moment, and that is on its way to us.
  }
}

/** An empty room weighs something too: rooms that open at once go to different workers. */
function loadOf({ routers, opening }: Slot): number {
  return routers
    .values()
    .map((router) => 1 + router.load)
    .reduce((sum, load) => sum + load, opening);
}
