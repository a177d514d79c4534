import { LoadPeer, type LoadPeerOptions } from './LoadPeer.ts';
import { LoadSignal } from './LoadSignal.ts';

const TICK_MS = 5;
const FEEDBACK_INTERVAL_MS = 100;

/** Peers whose packets flow at the beat of one clock. */
export class LoadRoom {
  readonly peers: readonly LoadPeer[];
  #timer: NodeJS.Timeout | undefined;

  /** Lets them join one after another. */
  static async fill(url: string, wishes: readonly LoadPeerOptions[]): Promise<LoadRoom> {
    const peers: LoadPeer[] = [];
    try {
      for (const wish of wishes)
        peers.push(await LoadPeer.join(await LoadSignal.connect(url), wish));
    } catch (error) {
      for (const peer of peers) peer.close();
      throw error;
    }
    return new LoadRoom(peers);
  }

  private constructor(peers: readonly LoadPeer[]) {
    this.peers = peers;
  }

  /** Packets of publications that arrived, at all peers together. */
  get received(): number {
    return this.peers.reduce((sum, peer) => sum + peer.received, 0);
  }

  /** @throws Error where somebody lacks one of so many publications: then nothing is comparable. */
  assertComplete(publications: number): void {
    for (const { consumers, arriving } of this.peers) {
      if (consumers.size === publications && arriving === publications) continue;
      throw new Error(
        `of ${publications} publications ${consumers.size} are consumed, ${arriving} arrive`,
      );
    }
  }

  start(): void {
    const startedAt = performance.now();
    for (const peer of this.peers) peer.begin(startedAt);
    let feedbackAt = startedAt;
    this.#timer = setInterval(() => {
      const now = performance.now();
      for (const peer of this.peers) peer.tick(now);
      if (now < feedbackAt) return;
      feedbackAt += FEEDBACK_INTERVAL_MS;
      for (const peer of this.peers) peer.giveFeedback();
    }, TICK_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  close(): void {
    this.stop();
    for (const peer of this.peers) peer.close();
  }
}
