import type { NotificationData } from '@ottogi/protocol';
import type { After, CallOff } from '../clock.ts';

/** -1 nobody, 0 and up the largest layer that anybody watches, null the best. */
export type WantedLayer = NotificationData<'layersWanted'>['wantedLayer'];

/** Whoever turns a page and back has lost nothing by then. */
const FALL_DELAY_MS = 2_000;

/** In here wanted layers are numbers that can be compared, and the best is above all others. */
const BEST = 8;

/**
 * How much of one video is watched, of all who receive it. A rise is told at once, for somebody
 * waits for it; a fall only once it has lasted, for a sender takes a while to start a layer again.
 */
export class LayerDemand {
  readonly #layers: number;
  readonly #after: After;
  readonly #tell: (wanted: WantedLayer) => void;
  /** By consumer; one that wants nothing is not in here. */
  readonly #wishes = new Map<string, number>();
  /** By layer: how many wish for it. */
  readonly #counts = Array.from({ length: BEST + 1 }, () => 0);
  #told = BEST;
  /** While less is wanted than was told: the most that was wanted since. */
  #fall: { peak: number; callOff: CallOff } | null = null;
  #closed = false;

  /**
   * What is published now is taken to be wanted at its best, until it has shown that it is not.
   * @param layers How many spatial layers there are: the last of them is the best.
   */
  constructor(layers: number, runAfter: After, tell: (wanted: WantedLayer) => void) {
    this.#layers = layers;
    this.#after = runAfter;
    this.#tell = tell;
    this.#follow();
  }

  /** What the sender was told last. */
  get told(): WantedLayer {
    return toWanted(this.#told);
  }

  /** @param wanted The layer that this consumer would like from now on, -1 for none. */
  wish(consumerId: string, wanted: WantedLayer): void {
    const before = this.#wishes.get(consumerId);
    if (before !== undefined) this.#counts[before]! -= 1;
    this.#wishes.delete(consumerId);
    if (wanted !== -1) {
      const wish = wanted === null || wanted >= this.#layers - 1 ? BEST : wanted;
      this.#wishes.set(consumerId, wish);
      this.#counts[wish]! += 1;
    }
    this.#follow();
  }

  /** The publication is over: nothing is told any more. */
  close(): void {
    this.#closed = true;
    this.#endFall();
  }

  #follow(): void {
    if (this.#closed) return;
    const wanted = this.#counts.findLastIndex((count) => count > 0);
    if (wanted >= this.#told) {
      this.#endFall();
      this.#say(wanted);
    } else if (this.#fall) {
      this.#fall.peak = Math.max(this.#fall.peak, wanted);
    } else {
      const callOff = this.#after(FALL_DELAY_MS, () => this.#fallLasted());
      this.#fall = { peak: wanted, callOff };
    }
  }

  /** As low as it was all the time; where it is lower still, that has to last too. */
  #fallLasted(): void {
    const peak = this.#fall?.peak ?? this.#told;
    this.#fall = null;
    this.#say(peak);
    this.#follow();
  }

  #endFall(): void {
    this.#fall?.callOff();
    this.#fall = null;
  }

  #say(wanted: number): void {
    if (wanted === this.#told) return;
    this.#told = wanted;
    this.#tell(toWanted(wanted));
  }
}

function toWanted(layer: number): WantedLayer {
  return layer === BEST ? null : layer;
}
