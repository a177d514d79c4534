import { networkInterfaces } from 'node:os';
import type { Config } from '../config.ts';
import type { Logger } from '../logger.ts';
import type { Doors } from './Check.ts';
import { examine } from './examine.ts';
import type { Finding } from './Finding.ts';

/** Looks at a server: the running one, or the doors that were opened for it. */
export class Doctor {
  readonly #config: Config;
  readonly #doors: () => Doors;
  readonly #running: boolean;
  #underWay: Promise<Finding[]> | null = null;
  #closed = false;

  constructor(config: Config, doors: () => Doors, running: boolean) {
    this.#config = config;
    this.#doors = doors;
    this.#running = running;
  }

  /** Everything, which takes seconds where something does not answer. Who asks meanwhile waits too. */
  examine(): Promise<Finding[]> {
    this.#underWay ??= this.#examine(false).finally(() => {
      this.#underWay = null;
    });
    return this.#underWay;
  }

  /** What is quick to know, into the log: each finding that somebody should look at, or one line. */
  async tell(logger: Logger): Promise<void> {
    const findings = await this.#examine(true);
    // What closes does not answer, and nobody is to be alarmed by that.
    if (this.#closed) return;
    const bad = findings.filter(({ level }) => level !== 'ok');
    for (const { check, level, what, why, mend } of bad) {
      logger[level === 'problem' ? 'error' : 'warn']({ check, why, mend }, what);
    }
    const [all, good] = [findings.length, findings.length - bad.length];
    logger.info(
      bad.length === 0
        ? `checks: all ${all} fine`
        : `checks: ${good} of ${all} fine; npm run doctor looks closer`,
    );
  }

  /** Tells nothing more. */
  close(): void {
    this.#closed = true;
  }

  #examine(quick: boolean): Promise<Finding[]> {
    return examine({
      config: this.#config,
      doors: this.#doors(),
      running: this.#running,
      quick,
      interfaces: networkInterfaces(),
      now: Date.now,
    });
  }
}
