import type { DatabaseSync } from 'node:sqlite';
import { failureOf } from './failure.ts';
import { OPERATION_KINDS, type Operations } from './operations/operation.ts';
import type { Outcome, Request } from './threadMessages.ts';

/**
 * Runs what has queued up in one transaction: the wait for the disk, most of what a write costs, is
 * shared by all of them. Nothing is answered before that wait is over.
 */
export class GroupCommit {
  readonly #db: DatabaseSync;
  readonly #operations: Operations;

  constructor(db: DatabaseSync, operations: Operations) {
    this.#db = db;
    this.#operations = operations;
  }

  /**
   * In their order. Throws only if the connection can be trusted no more; then nothing of this is on
   * the disk.
   */
  run(requests: readonly Request[]): Outcome[] {
    if (!requests.some(isWrite)) return requests.map((request) => this.#attempt(request));
    try {
      this.#db.exec('BEGIN IMMEDIATE');
    } catch (error) {
      // Somebody else holds the lock. Reading goes on, and sees nothing of what failed here.
      return requests.map((request) =>
        isWrite(request) ? failed(request, error) : this.#attempt(request),
      );
    }
    try {
      const outcomes = requests.map((request) =>
        isWrite(request) ? this.#attemptAlone(request) : this.#attempt(request),
      );
      this.#db.exec('COMMIT');
      return outcomes;
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      // Also what was only read here: it may have been written here, and is taken back.
      return requests.map((request) => failed(request, error));
    }
  }

  /**
   * What fails takes back nothing but its own. Throws if SQLite gave up the whole transaction, as it
   * does when the disk is full at the wrong moment.
   */
  #attemptAlone(request: Request): Outcome {
    this.#db.exec('SAVEPOINT operation');
    try {
      const value = this.#perform(request);
      this.#db.exec('RELEASE operation');
      return { requestId: request.requestId, is: 'done', value };
    } catch (error) {
      if (!this.#db.isTransaction) throw error;
      this.#db.exec('ROLLBACK TO operation');
      this.#db.exec('RELEASE operation');
      return failed(request, error);
    }
  }

  #attempt(request: Request): Outcome {
    try {
      return { requestId: request.requestId, is: 'done', value: this.#perform(request) };
    } catch (error) {
      return failed(request, error);
    }
  }

  #perform({ name, args }: Request): unknown {
    const operation = this.#operations[name] as (...args: readonly unknown[]) => unknown;
    return operation(...args);
  }
}

function isWrite({ name }: Request): boolean {
  return OPERATION_KINDS[name] === 'write';
}

function failed({ requestId }: Request, error: unknown): Outcome {
  return { requestId, is: 'failed', failure: failureOf(error) };
}
