import type {
  DownlinkKind,
  Notification,
  NotificationData,
  NotificationName,
  RtpCapabilities,
  View,
} from '@ottogi/protocol';
import { createLogger } from '../logger.ts';
import { LIMITS, type Limits } from '../limits/limits.ts';
import { routerRtpCapabilities } from '../media/codecs.ts';
import { Workers } from '../media/Workers.ts';
import { Sfu } from '../topologies/Sfu.ts';
import { Subscriptions } from '../topologies/Subscriptions.ts';
import type { SfuEndpoint } from '../topologies/SfuEndpoint.ts';
import type { ConsumerState, TopologyPeer } from '../topologies/Topology.ts';
import { TestClock } from './TestClock.ts';
import { freePorts } from './freePorts.ts';

const VIEW: View = { videos: 25, voices: 25, spatialLayer: null };

/** Longer than anything takes on loopback: past it a test has failed. */
const PATIENCE_MS = 5_000;

/** Over how many workers a room may go, and how much each takes before the next one is used. */
export interface Spread {
  workers: number;
  workerStreams: number;
}

const ONE_WORKER: Spread = { workers: 1, workerStreams: LIMITS.call.workerStreams };

/** Real workers on loopback, without a server around them. */
export async function startWorkers(count = 1): Promise<Workers> {
  return Workers.create({
    count,
    firstPort: await freePorts(count),
    plan: { bind: ['127.0.0.1'], forwarded: [] },
    logger: createLogger('silent', 'json'),
  });
}

/** One SFU on real workers, without rooms and signaling; its clock moves by hand. */
export class TestSfu {
  /** Where a test does not say it. */
  static spread: Spread = ONE_WORKER;

  readonly sfu: Sfu;
  readonly clock: TestClock;
  readonly #workers: Workers;
  readonly #bounds: Limits['call'];

  static async start({ workers, workerStreams } = TestSfu.spread): Promise<TestSfu> {
    return TestSfu.#on(await startWorkers(workers), { ...LIMITS.call, workerStreams });
  }

  static async #on(workers: Workers, bounds: Limits['call']): Promise<TestSfu> {
    const clock = new TestClock();
    return new TestSfu(await Sfu.open(workers, clock.after, bounds), clock, workers, bounds);
  }

  private constructor(sfu: Sfu, clock: TestClock, workers: Workers, bounds: Limits['call']) {
    this.sfu = sfu;
    this.clock = clock;
    this.#workers = workers;
    this.#bounds = bounds;
  }

  /** Another room on the same workers, which closes them too. */
  async beside(): Promise<TestSfu> {
    return TestSfu.#on(this.#workers, this.#bounds);
  }

  async join(peerId: string, view: Partial<View> = {}): Promise<TestPeer> {
    const peer = new TestPeer(peerId, { ...VIEW, ...view });
    peer.endpoint = await this.sfu.attach(peer);
    peer.endpoint.open();
    return peer;
  }

  killWorkerOf({ endpoint }: TestPeer): void {
    const port = endpoint.setup.sendTransport.iceCandidates[0]?.port;
    const { pid } = this.#workers.documents().find((worker) => worker.port === port) ?? {};
    if (pid) process.kill(pid, 'SIGKILL');
  }

  close(): void {
    this.sfu.close();
    this.#workers.close();
  }
}

/** A peer that writes down what it is told. */
export class TestPeer implements TopologyPeer {
  readonly peerId: string;
  readonly view: View;
  readonly subscriptions: Subscriptions;
  mayReceive = true;
  maySendData = true;
  hidden = false;
  downlink: DownlinkKind = 'tiles';
  readonly rtpCapabilities = routerRtpCapabilities as RtpCapabilities;
  readonly told: Notification[] = [];
  /** What it does before it acknowledges anything. */
  answering: (delivered: Notification) => Promise<void> = async () => {};
  endpoint!: SfuEndpoint;
  /** Null: whatever is delivered is acknowledged by itself. Else those who wait for it. */
  waiting: (() => void)[] | null = null;
  readonly #checks = new Set<() => void>();

  constructor(peerId: string, view: View) {
    this.peerId = peerId;
    this.view = view;
    this.subscriptions = new Subscriptions(view);
  }

  notify(notification: Notification): void {
    this.told.push(notification);
    for (const check of this.#checks) check();
  }

  async deliver(notification: Notification): Promise<void> {
    this.notify(notification);
    await this.answering(notification);
    const { waiting } = this;
    if (waiting) await new Promise<void>((resolve) => waiting.push(resolve));
  }

  /** Everything of this name that it was told and `next` has not taken. */
  all<N extends NotificationName>(name: N): NotificationData<N>[] {
    return this.told
      .filter((notification) => notification.name === name)
      .map(({ data }) => data as NotificationData<N>);
  }

  /** The next notification of this name, now or when it comes; each is taken once. */
  async next<N extends NotificationName>(name: N): Promise<NotificationData<N>> {
    const found = () => this.told.findIndex((notification) => notification.name === name);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const limit = setTimeout(() => reject(new Error(`no ${name} came`)), PATIENCE_MS);
    const check = () => {
      if (found() >= 0) resolve();
    };
    this.#checks.add(check);
    check();
    await promise.finally(() => {
      clearTimeout(limit);
      this.#checks.delete(check);
    });
    return this.told.splice(found(), 1)[0]?.data as NotificationData<N>;
  }

  /** Whose publications of a source it receives, sorted. */
  receives(source: ConsumerState['source']): string[] {
    return this.consumers(source)
      .map(({ producerPeerId }) => producerPeerId)
      .sort();
  }

  consumers(source: ConsumerState['source']): ConsumerState[] {
    return this.endpoint.documents().consumers.filter((consumer) => consumer.source === source);
  }

  consumerOf(peerId: string, source: ConsumerState['source'] = 'camera'): ConsumerState {
    const found = this.consumers(source).find(({ producerPeerId }) => producerPeerId === peerId);
    if (!found) throw new Error(`${this.peerId} receives no ${source} of ${peerId}`);
    return found;
  }
}
