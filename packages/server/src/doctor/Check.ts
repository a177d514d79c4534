import type { Interfaces } from '../media/addresses.ts';
import type { Config } from '../config.ts';
import type { MediaRouter } from '../media/MediaRouter.ts';
import type { WorkerDocument } from '../media/Workers.ts';
import type { Judgement } from './Finding.ts';

/** The media workers, as far as they are looked at. */
export interface ExaminedWorkers {
  documents(): WorkerDocument[];
  /** One router on each worker that is up. */
  createRouterOnEach(): Promise<MediaRouter[]>;
}

/**
 * What stands open to be knocked at: by the running server, or by the doctor for a moment. Where a
 * door could not be opened, why.
 */
export interface Doors {
  http: { port: number } | Error;
  /** Null where there is to be none. */
  https: { port: number } | Error | null;
  workers: ExaminedWorkers | Error;
}

export interface CheckContext {
  readonly config: Config;
  readonly doors: Doors;
  /** Whether the doors are those of a running server. */
  readonly running: boolean;
  /** As at a start: nothing that waits for another machine. */
  readonly quick: boolean;
  readonly interfaces: Interfaces;
  /** In ms since 1970. */
  readonly now: () => number;
}

export interface Check {
  /** Stable: the name that a host finds in logs and in JSON. */
  readonly id: string;
  /** Whether it waits for other machines, or starts a program: too slow for a start. */
  readonly slow?: true;
  /** Null where there is nothing to check. It may throw: then the check itself has failed. */
  readonly run: (context: CheckContext) => Promise<Judgement | null>;
}
