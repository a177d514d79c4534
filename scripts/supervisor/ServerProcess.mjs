// One life of the server, as its supervisor sees it.

import { EventEmitter } from 'node:events';
import { exitCode, spawnProgram } from '../setup/launch.mjs';

const MAIN = 'packages/server/src/main.ts';

/**
 * What the two say to each other; `supervision.ts` of the server is the other side.
 *
 * @typedef {'prepared' | 'up' | 'released' | 'restart'} Said
 * @typedef {'open' | 'handOver' | 'stop'} Told
 *
 * Why it was started: by a person, after a crash, or to take over from one that runs.
 * @typedef {'first' | 'again' | 'update'} Start
 */

/**
 * Emits `restart` when it asks for a successor, and `ended` once.
 *
 * @extends {EventEmitter<{ restart: [], ended: [] }>}
 */
export class ServerProcess extends EventEmitter {
  #child;
  /** @type {Set<Said>} */
  #said = new Set();
  /** @type {Set<() => void>} */
  #waiting = new Set();
  #startedAt = performance.now();
  /** Null while it lives. @type {{ code: number, signal: NodeJS.Signals | null } | null} */
  #end = null;

  /**
   * @param {import('../setup/set-up.mjs').Ready} ready
   * @param {object} life
   * @param {Start} life.start
   * @param {0 | 1} life.block Which of the two blocks of media ports it takes.
   * @param {string[]} life.args Passed on.
   */
  constructor(ready, { start, block, args }) {
    super();
    this.start = start;
    this.block = block;
    this.#child = spawnProgram(ready, [MAIN, `--start=${start}`, `--block=${block}`, ...args]);
    this.#child.on('message', (said) => this.#hear(/** @type {Said} */ (said)));
    // One that could not be started at all has no exit.
    this.#child.on('error', (error) => {
      console.error(error);
      if (this.#child.pid === undefined) this.#ended(1, null);
    });
    this.#child.on('exit', (code, signal) => this.#ended(exitCode(code, signal), signal));
  }

  /** Whether it has ever served. */
  get hasServed() {
    return this.#said.has('up');
  }

  get end() {
    return this.#end;
  }

  /** How long it has lived, in ms. */
  get ageMs() {
    return performance.now() - this.#startedAt;
  }

  /** @param {Told} told */
  tell(told) {
    // Whoever is gone meanwhile has said so by its end.
    if (this.#child.connected) this.#child.send(told, () => {});
  }

  /** @param {NodeJS.Signals} signal */
  kill(signal) {
    this.#child.kill(signal);
  }

  /**
   * Resolves to whether it said that, once it has; false when it has ended without, or the time is
   * over.
   *
   * @param {Said} said
   * @param {number} withinMs
   * @returns {Promise<boolean>}
   */
  async says(said, withinMs) {
    await this.#until(() => this.#said.has(said) || this.#end !== null, withinMs);
    return this.#said.has(said);
  }

  /**
   * @param {number} withinMs
   * @returns {Promise<boolean>} Whether it has ended by then.
   */
  async ends(withinMs) {
    await this.#until(() => this.#end !== null, withinMs);
    return this.#end !== null;
  }

  /**
   * @param {() => boolean} condition
   * @param {number} withinMs
   * @returns {Promise<void>}
   */
  #until(condition, withinMs) {
    return new Promise((resolve) => {
      const check = () => {
        if (condition()) done();
      };
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(check);
        resolve();
      };
      const timer = setTimeout(done, withinMs);
      this.#waiting.add(check);
      check();
    });
  }

  /** @param {Said} said */
  #hear(said) {
    this.#said.add(said);
    if (said === 'restart') this.emit('restart');
    this.#checkAll();
  }

  /**
   * @param {number} code
   * @param {NodeJS.Signals | null} signal
   */
  #ended(code, signal) {
    if (this.#end) return;
    this.#end = { code, signal };
    // First whoever looks after it, so that those who wait find things settled.
    this.emit('ended');
    this.#checkAll();
  }

  #checkAll() {
    for (const check of this.#waiting) check();
  }
}
