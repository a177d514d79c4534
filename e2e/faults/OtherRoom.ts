import { LoadRoom } from '../../bench/load/LoadRoom.ts';
import { until } from '../support/until.ts';

const LAYERS = [{ width: 320, height: 180, packetsPerFrame: 1, bytesPerPacket: 600 }];
const SHAPE = { layers: LAYERS, temporal: false };
const NAMES = ['Dora', 'Eve'];

const LOOK_EVERY_MS = 10;

/** Two in another room, without browsers, whose packets are watched: no fault of elsewhere is theirs. */
export class OtherRoom {
  readonly #room: LoadRoom;
  readonly #timer: NodeJS.Timeout;
  #received = 0;
  #lookedAt = performance.now();
  #silentMs = 0;
  #longestMs = 0;

  /** A new room goes to the worker that has the least to do; resolves when packets flow there. */
  static async open(url: string): Promise<OtherRoom> {
    const sends = { shape: SHAPE, speaks: true };
    const wishes = NAMES.map((name) => ({ room: 'Kitchen', name, sends }));
    const other = new OtherRoom(await LoadRoom.fill(url, wishes));
    await until('packets flow in the other room', async () => {
      const seen = other.#received;
      return { met: seen > 0, seen };
    });
    return other;
  }

  private constructor(room: LoadRoom) {
    this.#room = room;
    room.start();
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
  }

  /** The longest time without any packet so far, from the first one on, in ms. */
  get longestSilenceMs(): number {
    return this.#longestMs;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#room.close();
  }

  /** Where this process had no time to look, it had none to send either, and that does not count. */
  #look(): void {
    const [at, { received }] = [performance.now(), this.#room];
    this.#silentMs += Math.min(at - this.#lookedAt, 2 * LOOK_EVERY_MS);
    this.#lookedAt = at;
    this.#longestMs = Math.max(this.#longestMs, this.#silentMs);
    if (received === this.#received) return;
    if (this.#received === 0) this.#longestMs = 0;
    this.#received = received;
    this.#silentMs = 0;
  }
}
