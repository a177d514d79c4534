/** Collects how large each picture is on the screen, and tells it once a frame. */
import type { TrackKey } from '@ottogi/client';

export interface PixelSize {
  width: number;
  height: number;
}

/** Where a picture is shown: the same one may stand on the stage and in a window of its own. */
export type Place = 'stage' | 'window';

export interface VisibleTilesOwner {
  /** Takes the size in physical pixels of everything that can be seen now. */
  report(visible: ReadonlyMap<TrackKey, PixelSize>): void;
  /** Calls back before the next frame is drawn; returns how to call that off. */
  beforeNextFrame(callback: () => void): () => void;
}

export class VisibleTiles {
  readonly #owner: VisibleTilesOwner;
  readonly #sizes: Record<Place, Map<TrackKey, PixelSize>> = {
    stage: new Map(),
    window: new Map(),
  };
  #pageVisible = true;
  #cancel: (() => void) | null = null;

  constructor(owner: VisibleTilesOwner) {
    this.#owner = owner;
  }

  set(place: Place, key: TrackKey, size: PixelSize): void {
    this.#sizes[place].set(key, size);
    this.#schedule();
  }

  remove(place: Place, key: TrackKey): void {
    if (this.#sizes[place].delete(key)) this.#schedule();
  }

  /** A page that nobody sees draws no frames either, so this is told at once. */
  setPageVisible(visible: boolean): void {
    if (visible === this.#pageVisible) return;
    this.#pageVisible = visible;
    this.#report();
  }

  #schedule(): void {
    this.#cancel ??= this.#owner.beforeNextFrame(() => this.#report());
  }

  #report(): void {
    this.#cancel?.();
    this.#cancel = null;
    const visible = new Map<TrackKey, PixelSize>();
    const places: Place[] = this.#pageVisible ? ['stage', 'window'] : ['window'];
    for (const place of places) {
      for (const [key, size] of this.#sizes[place]) {
        if (size.width > 0 && size.height > 0) visible.set(key, larger(size, visible.get(key)));
      }
    }
    this.#owner.report(visible);
  }
}

function larger(size: PixelSize, other: PixelSize | undefined): PixelSize {
  return other && other.width * other.height > size.width * size.height ? other : size;
}
