import { type CallOff, systemClock } from '../../clock.ts';
import type { Logger } from '../../logger.ts';
import { Chromium } from './Chromium.ts';

/** A browser, a page and a join take one or two seconds, and several on a machine that is busy. */
const START_WITHIN_MS = 30_000;

/** One that worked for a while is begun again at once; one that never did, later and later. */
const FIRST_RESTART_DELAY_MS = 500;
const LONGEST_RESTART_DELAY_MS = 30_000;
const PROVEN_AFTER_MS = 30_000;
const MOST_FAILURES = 6;

const LOOK_EVERY_MS = 5_000;
/** Several times what it has with 25 pictures. */
const MOST_MEMORY_BYTES = 1_500 * 1024 * 1024;

export interface RoomMixerOptions {
  /** How the room is called, for logs. */
  name: string;
  path: string;
  /** Where the page of a mixer lies, and the secret that opens the door to it: anew for each start. */
  page: () => { origin: string; url: string };
  /** The secrets that were given away for it open nothing any more. */
  forget: () => void;
  gaveUp: () => void;
  closed: () => void;
  logger: Logger;
}

/** The mixer of one room: a Chromium of its own, so that one room's trouble is no other's. */
export class RoomMixer {
  readonly #options: RoomMixerOptions;
  #chromium: Chromium | null = null;
  readonly #callOffs = new Set<CallOff>();
  #failures = 0;
  #restarts = 0;
  /** Its page is in the call. */
  #up = false;
  #gaveUp = false;
  #closed = false;

  constructor(options: RoomMixerOptions) {
    this.#options = options;
    this.#start();
  }

  get gaveUp(): boolean {
    return this.#gaveUp;
  }

  document() {
    const { pid = null } = this.#chromium ?? {};
    return { pid, restarts: this.#restarts, gaveUp: this.#gaveUp };
  }

  joined(): void {
    this.#callOff();
    this.#up = true;
    this.#options.logger.debug({ room: this.#options.name }, 'mixer up');
    this.#after(PROVEN_AFTER_MS, () => {
      this.#failures = 0;
    });
    this.#watchMemory();
  }

  left(): void {
    // A browser that is gone has said so already, and its page leaves a moment later.
    if (this.#up) this.#fail('its page left the call');
  }

  /** Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#end();
    this.#options.closed();
  }

  #start(): void {
    const { path, page } = this.#options;
    const { origin, url } = page();
    let chromium: Chromium;
    try {
      chromium = new Chromium(path, origin);
    } catch (error) {
      // No folder for it, no process.
      this.#fail(error instanceof Error ? error.message : String(error));
      return;
    }
    this.#chromium = chromium;
    chromium.on('gone', (reason) => this.#fail(reason));
    this.#after(START_WITHIN_MS, () => this.#fail('it did not come into the call'));
    // Where it ends before, it says so by itself.
    chromium.open(url).catch(() => {});
  }

  #fail(reason: string): void {
    if (this.#closed || this.#gaveUp) return;
    const { logger, name, gaveUp } = this.#options;
    this.#end();
    this.#failures += 1;
    if (this.#failures >= MOST_FAILURES) {
      this.#gaveUp = true;
      logger.error({ room: name, reason }, 'the mixer failed again and again: its room has no mix');
      gaveUp();
      return;
    }
    const delayMs = delayAfter(this.#failures);
    logger.error({ room: name, reason, retryInMs: delayMs }, 'the mixer failed: starting another');
    this.#restarts += 1;
    this.#after(delayMs, () => this.#start());
  }

  #end(): void {
    this.#callOff();
    this.#up = false;
    this.#options.forget();
    this.#chromium?.close();
    this.#chromium = null;
  }

  #watchMemory(): void {
    const chromium = this.#chromium;
    this.#after(LOOK_EVERY_MS, () => {
      const looked = chromium?.memoryBytes() ?? Promise.resolve(0);
      looked.then(
        (bytes) => {
          if (chromium !== this.#chromium) return;
          if (bytes > MOST_MEMORY_BYTES) this.#fail(`it took ${bytes} bytes of memory`);
          else this.#watchMemory();
        },
        // It ended, as we shall hear.
        () => {},
      );
    });
  }

  #after(delayMs: number, run: () => void): void {
    const callOff = systemClock.after(delayMs, () => {
      this.#callOffs.delete(callOff);
      run();
    });
    this.#callOffs.add(callOff);
  }

  #callOff(): void {
    for (const callOff of this.#callOffs) callOff();
    this.#callOffs.clear();
  }
}

/** The first loss of one that worked costs its room as little time as may be. */
function delayAfter(failures: number): number {
  if (failures === 1) return 0;
  return Math.min(FIRST_RESTART_DELAY_MS * 2 ** (failures - 2), LONGEST_RESTART_DELAY_MS);
}
