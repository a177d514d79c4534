import { LoadPeer, type LoadShape } from './LoadPeer.ts';

const TICK_MS = 5;
const FEEDBACK_INTERVAL_MS = 100;

/** Peers that all publish and all receive all the others, in one room; every second one speaks. */
export class LoadRoom {
  readonly #peers: LoadPeer[] = [];
  #timer: NodeJS.Timeout | undefined;

  static async fill(url: string, peers: number, shape: LoadShape): Promise<LoadRoom> {
    const room = new LoadRoom();
    try {
      for (let index = 0; index < peers; index += 1) {
        const speaks = index % 2 === 0;
        room.#peers.push(await LoadPeer.join(url, `load ${index}`, shape, speaks));
      }
    } catch (error) {
      room.close();
      throw error;
    }
    return room;
  }

  /** Packets of publications that arrived, at all peers together. */
  get received(): number {
    return this.#peers.reduce((sum, peer) => sum + peer.received, 0);
  }

  /** @throws Error where a publication does not arrive at somebody: then nothing is comparable. */
  assertComplete(): void {
    const others = this.#peers.length - 1;
    for (const peer of this.#peers) {
      if (peer.consumers === 2 * others && peer.arriving === 2 * others) continue;
      const { consumers, arriving } = peer;
      throw new Error(
        `of ${2 * others} publications ${consumers} are consumed, ${arriving} arrive`,
      );
    }
  }

  start(): void {
    const startedAt = performance.now();
    for (const peer of this.#peers) peer.begin(startedAt);
    let feedbackAt = startedAt;
    this.#timer = setInterval(() => {
      const now = performance.now();
      for (const peer of this.#peers) peer.tick(now);
      if (now < feedbackAt) return;
      feedbackAt += FEEDBACK_INTERVAL_MS;
      for (const peer of this.#peers) peer.giveFeedback();
    }, TICK_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  close(): void {
    this.stop();
    for (const peer of this.#peers) peer.close();
  }
}
