/** Pointing at something for so long is a question what it is. */
const DELAY_MS = 450;
/** The way from what is pointed at to its tooltip, or to the next thing. */
const LINGER_MS = 150;

/**
 * Which target's tooltip is out: that of what is pointed at for a moment, at once where another one
 * is out already; and that of what the keyboard goes to.
 */
export class TooltipTiming<Target> {
  readonly #show: (target: Target | null) => void;
  #shown: Target | null = null;
  /** Null too where the tooltip was sent away: pointing on at the same thing does not bring it back. */
  #pointedAt: Target | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(show: (target: Target | null) => void) {
    this.#show = show;
  }

  /** `null` for what has no tooltip. */
  pointAt(target: Target | null): void {
    if (target === this.#pointedAt) return;
    this.#pointedAt = target;
    clearTimeout(this.#timer);
    if (target === this.#shown) return;
    if (target !== null && this.#shown !== null) this.#change(target);
    else {
      this.#timer = setTimeout(() => this.#change(target), target === null ? LINGER_MS : DELAY_MS);
    }
  }

  /** The tooltip itself is pointed at, as those do who magnify their screen. */
  hold(): void {
    clearTimeout(this.#timer);
    // On the way the pointer may have been over nothing, which is where it may go from here too.
    this.#pointedAt = this.#shown;
  }

  /** The keyboard came to it, or with null, left it. */
  focus(target: Target | null): void {
    clearTimeout(this.#timer);
    this.#change(target);
  }

  /** Something was pressed. */
  dismiss(): void {
    clearTimeout(this.#timer);
    this.#change(null);
  }

  #change(target: Target | null): void {
    if (target === this.#shown) return;
    this.#shown = target;
    this.#show(target);
  }
}
