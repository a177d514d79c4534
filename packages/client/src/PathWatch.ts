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
  /** Looks for another path. Resolves to whether the server could be asked; never rejects. */
  restart(): Promise<boolean>;
  /** Names the path that media takes, and changes with every answer by it; null if nobody knows. */
  path(): Promise<string | null>;
  /** No path leads to these transports any more: others are needed. */
  lost(): void;
}

const LOOK_EVERY_MS = 250;

/** Looks at what was received for each one at the reports. */
const LOOKS_PER_REPORT = 2;

/** No timer of a page that runs is as late as that: the machine has slept, or the tab was frozen. */
const SLEPT_MS = 3_000;

/** Between two attempts to find another path: longer each time. */
const FIRST_PATIENCE_MS = 2_000;
const LONGEST_PATIENCE_MS = 10_000;

/**
 * A path that was looked for anew is answered by within a round trip; signaling may be a little
 * quicker, or slower, than media.
 */
const PROOF_MS = 400;
const PROOF_ROUND_TRIPS = 3;

interface Trouble {
  restarts: number;
  nextAt: number;
  /** The path before it was looked for anew, and when another one is to have answered. */
  proof: { before: string | null; at: number } | null;
  /** The path answers: what is missing is not sent, by no fault of this side. */
  acquitted: boolean;
}

/**
 * Notices within about a second that nothing comes through any more, where the browser needs seven
 * (RFC 7675), and looks for another path. A browser holds on to a path that it believes in for some
 * seconds longer, though it has found another; so where the server can be asked, and no path answers
 * all the same, new transports are quicker.
 */
export class PathWatch {
  readonly #owner: PathWatchOwner;
  readonly #received = new Pulse();
  readonly #reported = new Pulse();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #looks = 0;
  #lookedAt = performance.now();
  /** Null while all is well. */
  #trouble: Trouble | null = null;
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
    if (this.#trouble) this.#trouble = inTrouble();
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
      const reported = await orNull(this.#owner.reported());
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
    const trouble = (this.#trouble ??= inTrouble());
    if (trouble.proof) {
      if (now >= trouble.proof.at) await this.#prove(trouble, trouble.proof.before);
    } else if (now >= trouble.nextAt && (down || !trouble.acquitted)) {
      await this.#restart(trouble);
    }
  }

  #well(): void {
    if (this.#trouble) this.#owner.silenceChanged(false);
    this.#trouble = null;
    if (this.#suspected) void this.#owner.restart();
    this.#suspected = false;
  }

  async #restart(trouble: Trouble): Promise<void> {
    this.#suspected = false;
    const before = await orNull(this.#owner.path());
    const askedAt = performance.now();
    const asked = await this.#owner.restart();
    const now = performance.now();
    const at = now + PROOF_MS + PROOF_ROUND_TRIPS * (now - askedAt);
    trouble.proof = asked ? { before, at } : null;
    trouble.nextAt = now + Math.min(FIRST_PATIENCE_MS * 2 ** trouble.restarts, LONGEST_PATIENCE_MS);
    trouble.restarts += 1;
  }

  async #prove(trouble: Trouble, before: string | null): Promise<void> {
    trouble.proof = null;
    trouble.acquitted = before === null || (await orNull(this.#owner.path())) !== before;
    if (!trouble.acquitted && !this.#closed) this.#owner.lost();
  }
}

/** A browser that does not say it now may say it the next time. */
function orNull<T>(asked: Promise<T>): Promise<T | null> {
  return asked.catch(() => null);
}

function inTrouble(): Trouble {
  return { restarts: 0, nextAt: 0, proof: null, acquitted: false };
}
