// Keeps a server up: starts it again when it crashes, gives up on a crash loop, and replaces it by
// a new one without ending the calls. docs/lifecycle.md has the table of its states.

import { describe, Failure } from '../setup/failure.mjs';
import { duration } from '../setup/progress.mjs';
import { Crashes, MOST_CRASHES, WITHIN_MS } from './Crashes.mjs';
import { ServerProcess } from './ServerProcess.mjs';

/** @typedef {import('./ServerProcess.mjs').Start} Start */

/** What the server exits with when a setting is wrong: starting it again mends nothing. */
const WRONG_SETTING = 2;

/** To load and to bring its workers up, on a machine that is busy with the old server's calls. */
const PREPARE_WITHIN_MS = 60_000;

/** To save what was asked for and let go of the ports. The store itself waits 2 s for a lock. */
const RELEASE_WITHIN_MS = 5_000;

/** To open the store and listen. */
const OPEN_WITHIN_MS = 60_000;

/** The server closes within 5 s, and drains within 10: whatever takes longer hangs. */
const STOP_WITHIN_MS = 8_000;
const DRAIN_WITHIN_MS = 15_000;

export class Supervisor {
  #ready;
  #args;
  #crashes = new Crashes();
  /** The one that people talk to, or will when it is up. @type {ServerProcess | null} */
  #serving = null;
  /** Prepares to take over. @type {ServerProcess | null} */
  #next = null;
  /** Has handed over, and keeps the media of before alive for a while. @type {ServerProcess | null} */
  #draining = null;
  /** The restart that is under way. @type {Promise<string> | null} */
  #restart = null;
  /** @type {NodeJS.Timeout | undefined} */
  #startTimer;
  /** With what to end, once everything that was started has ended; null while it is to go on. */
  #exitCode = /** @type {number | null} */ (null);
  /** @type {(code: number) => void} */
  #end = () => {};
  /** Resolves to the exit code of `npm start`. @type {Promise<number>} */
  ended = new Promise((resolve) => (this.#end = resolve));

  /**
   * @param {import('../setup/set-up.mjs').Ready} ready
   * @param {string[]} args For the server.
   */
  constructor(ready, args) {
    this.#ready = ready;
    this.#args = args;
    this.#serving = this.#spawn('first', 0);
  }

  /** Resolves when a server is up for the first time, or it is over. */
  async up() {
    await this.#serving?.says('up', 2 ** 31 - 1);
  }

  /** Ends everything. Asked a second time, the server ends at once. */
  stop() {
    clearTimeout(this.#startTimer);
    this.#exitCode ??= 0;
    for (const server of this.#alive()) {
      server.tell('stop');
      void server.ends(STOP_WITHIN_MS).then((ended) => ended || server.kill('SIGKILL'));
    }
    this.#endIfOver();
  }

  /**
   * Replaces the server by a new process while calls go on.
   *
   * @param {import('../setup/set-up.mjs').Ready} [ready] What it is to run on from now on.
   * @returns {Promise<string>} What was done, for people.
   * @throws {Failure} The old server goes on, unless it says otherwise.
   */
  restart(ready = this.#ready) {
    if (this.#restart) {
      return Promise.reject(new Failure('A restart is under way already'));
    }
    const old = this.#serving;
    if (this.#exitCode !== null || !old?.hasServed) {
      return Promise.reject(
        new Failure('There is no server that could hand over', {
          why: this.#exitCode === null ? 'it is being started' : 'it is being stopped',
        }),
      );
    }
    this.#ready = ready;
    this.#restart = this.#replace(old).finally(() => (this.#restart = null));
    return this.#restart;
  }

  /**
   * @param {ServerProcess} old
   * @returns {Promise<string>}
   */
  async #replace(old) {
    const startedAt = performance.now();
    // It has the media ports that the next one will take.
    await this.#draining?.ends(DRAIN_WITHIN_MS);
    if (old.end) throw new Failure('The server ended before it could hand over');
    tell('Restarting: the new server prepares, the old one serves meanwhile.');
    const next = this.#spawn('update', old.block === 0 ? 1 : 0);
    this.#next = next;
    const prepared = await next.says('prepared', PREPARE_WITHIN_MS);
    this.#next = null;
    if (this.#exitCode !== null) throw new Failure('Ottogi is being stopped');
    if (!prepared || next.end) throw this.#cameToNothing(old, next);

    const gapFrom = performance.now();
    this.#serving = next;
    await this.#release(old);
    next.tell('open');
    if (!(await next.says('up', OPEN_WITHIN_MS))) {
      next.kill('SIGKILL');
      throw new Failure('The new server failed when it took over', {
        why: next.end ? howItEnded(next.end) : 'it did not answer',
        mend: 'what it said above tells why; it is started again by itself',
      });
    }
    const gap = duration(performance.now() - gapFrom);
    return `Restarted in ${duration(performance.now() - startedAt)}; nobody could connect for ${gap} of it.`;
  }

  /**
   * @param {ServerProcess} old
   * @param {ServerProcess} next
   * @returns {Failure}
   */
  #cameToNothing(old, next) {
    const why = next.end
      ? howItEnded(next.end)
      : `it was not ready after ${duration(PREPARE_WITHIN_MS)}`;
    next.kill('SIGKILL');
    if (old.end) this.#startAgain(old);
    return new Failure('The new server did not come up', {
      why,
      mend: `what it said above tells why; ${old.end ? 'it is started again by itself' : 'the old server goes on'}`,
    });
  }

  /**
   * The old server lets go of everything but the media.
   *
   * @param {ServerProcess} old
   */
  async #release(old) {
    if (old.end) return;
    this.#draining = old;
    old.tell('handOver');
    if (!(await old.says('released', RELEASE_WITHIN_MS))) {
      tell('The old server does not let go: ending it.');
      old.kill('SIGKILL');
      await old.ends(RELEASE_WITHIN_MS);
    }
    void old.ends(DRAIN_WITHIN_MS).then((ended) => ended || old.kill('SIGKILL'));
  }

  /**
   * @param {Start} start
   * @param {0 | 1} block
   */
  #spawn(start, block) {
    const server = new ServerProcess(this.#ready, { start, block, args: this.#args });
    server.on('restart', () => this.#asked(server));
    server.on('ended', () => this.#onEnded(server));
    return server;
  }

  /**
   * The server itself was sent a SIGTERM. Where all of us were, as by a service manager, ours is on
   * its way, and stops whatever began meanwhile.
   *
   * @param {ServerProcess} server
   */
  #asked(server) {
    if (this.#exitCode !== null || server !== this.#serving) return server.tell('stop');
    this.restart().then(tell, (error) => console.error(describe(error)));
  }

  /** @param {ServerProcess} server */
  #onEnded(server) {
    if (server === this.#draining) this.#draining = null;
    if (server === this.#serving && this.#exitCode === null) this.#onLost(server);
    this.#endIfOver();
  }

  /**
   * Nobody asked for the end of the server that serves.
   *
   * @param {ServerProcess} server
   */
  #onLost(server) {
    const { code } = /** @type {NonNullable<ServerProcess['end']>} */ (server.end);
    const neverWorked = server.start === 'first' && !server.hasServed;
    if (code === 0 || code === WRONG_SETTING || neverWorked) this.#finish(code);
    else if (this.#next) tell('The old server crashed: the new one takes over once it is ready.');
    else this.#startAgain(server);
  }

  /** @param {ServerProcess} crashed */
  #startAgain(crashed) {
    const { ageMs } = crashed;
    const how = howItEnded(/** @type {NonNullable<ServerProcess['end']>} */ (crashed.end));
    const delayMs = this.#crashes.next(ageMs, performance.now());
    if (delayMs === null) {
      console.error(describe(crashLoop(how)));
      this.#finish(1);
      return;
    }
    const again = delayMs === 0 ? 'now' : `in ${duration(delayMs)}`;
    console.error(
      `✗ The server crashed after ${duration(ageMs)}: ${how}. Starting it again ${again}.`,
    );
    this.#startTimer = setTimeout(() => {
      this.#serving = this.#spawn('again', crashed.block);
    }, delayMs);
  }

  /** @param {number} code */
  #finish(code) {
    this.#exitCode = code;
    this.stop();
  }

  #endIfOver() {
    if (this.#exitCode === null || this.#alive().length > 0) return;
    this.#end(this.#exitCode || (this.#serving?.end?.code ?? 0));
  }

  /** @returns {ServerProcess[]} */
  #alive() {
    const all = [this.#serving, this.#next, this.#draining];
    return all.flatMap((server) => (server && !server.end ? [server] : []));
  }
}

/** @param {string} how */
function crashLoop(how) {
  return new Failure(
    `The server crashed ${MOST_CRASHES} times within ${duration(WITHIN_MS)}, and is not started again`,
    {
      why: `the last time ${how}`,
      mend:
        'what the server said above tells why (more of it with OTTOGI_LOG_LEVEL=debug);\n' +
        '           docs/operations.md, “When it crashes”, says where else to look; then: npm start',
    },
  );
}

/** @param {{ code: number, signal: NodeJS.Signals | null }} end */
function howItEnded({ code, signal }) {
  return signal ? `it was killed by ${signal}` : `it ended with exit code ${code}`;
}

/** @param {string} line */
function tell(line) {
  process.stderr.write(`  ${line}\n`);
}
