import { Pulse } from './Pulse.ts';

/** A mark changes with everything that arrives; null while nothing is due. */
export interface PathWatchOwner {
  /** Of what the others send. */
  received(): number | null;
  /** Of what the server says about what is sent: asked for less often, for it costs more. */
  reported(): Promise<number | null>;
  /** Whether the browser itself has noticed. */
  isDown(): boolean;
  /** Nothing comes through at this moment, or it does again. */
  silenceChanged(silent: boolean): void;
  /** Looks for another path. Never rejects. */
  restart(): Promise<void>;
}

const LOOK_EVERY_MS = 250;

/** Looks at what was received for each one at the reports. */
const LOOKS_PER_REPORT = 2;

/** No timer of a page that runs is as late as that: the machine has slept, or the tab was frozen. */
const SLEPT_MS = 3_000;

/** How long a new path may take before the next one is looked for: longer each time. */
const FIRST_PATIENCE_MS = 2_000;
const LONGEST_PATIENCE_MS = 10_000;

/** Where the browser finds the path well, and still nothing comes, the fault is on the other side. */
const MOST_UNSUPPORTED = 3;

/**
 * Notices within about a second that nothing comes through any more, where the browser needs seven
 * (RFC 7675), and looks for another path until something does.
 */
export class PathWatch {
  readonly #owner: PathWatchOwner;
  readonly #received = new Pulse();
  readonly #reported = new Pulse();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #looks = 0;
  #lookedAt = performance.now();
  /** Null while all is well. */
  #trouble: { restarts: number; nextAt: number } | null = null;
  /** Somebody says that the path may have changed. */
  #suspected = false;
  #closed = false;

  constructor(owner: PathWatchOwner) {
    this.#owner = owner;
    this.#lookLater();
  }

  /** There may be another path by now, and this one may be gone. */
  check(): void {
    this.#suspected = true;
    if (this.#trouble) this.#trouble = { restarts: 0, nextAt: 0 };
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #lookLater(): void {
    this.#timer = setTimeout(() => void this.#look(), LOOK_EVERY_MS);
  }

  async #look(): Promise<void> {
    const late = performance.now() - this.#lookedAt > LOOK_EVERY_MS + SLEPT_MS;
    if (late) this.check();
    this.#received.look(this.#owner.received(), performance.now());
    if (this.#looks % LOOKS_PER_REPORT === 0) {
      // A browser that does not say it now may say it the next time.
      const reported = await this.#owner.reported().catch(() => null);
      this.#reported.look(reported, performance.now());
    }
    this.#looks += 1;
    if (!this.#closed) await this.#act(performance.now());
    this.#lookedAt = performance.now();
    if (!this.#closed) this.#lookLater();
  }

  async #act(now: number): Promise<void> {
    const down = this.#owner.isDown();
    const silent = down || this.#received.isSilent(now) || this.#reported.isSilent(now);
    if (!silent) {
      this.#well();
      return;
    }
    if (!this.#trouble) this.#owner.silenceChanged(true);
    const { restarts, nextAt } = (this.#trouble ??= { restarts: 0, nextAt: now });
    if (now < nextAt || (!down && restarts >= MOST_UNSUPPORTED)) return;
    await this.#restart(restarts);
  }

  #well(): void {
    if (this.#trouble) this.#owner.silenceChanged(false);
    this.#trouble = null;
    if (this.#suspected) void this.#owner.restart();
    this.#suspected = false;
  }

  async #restart(restarts: number): Promise<void> {
    this.#suspected = false;
    await this.#owner.restart();
    const patience = Math.min(FIRST_PATIENCE_MS * 2 ** restarts, LONGEST_PATIENCE_MS);
    this.#trouble = { restarts: restarts + 1, nextAt: performance.now() + patience };
  }
}
