import { Worker } from 'node:worker_threads';
import { errorOf } from './failure.ts';
import type { DatabaseOptions } from './openDatabase.ts';
import type { Arguments, OperationName, Result } from './operations/operation.ts';
import { StoreError } from './Store.ts';
import type { FromThread, Outcome, ToThread } from './threadMessages.ts';

const THREAD = new URL('thread.ts', import.meta.url);

interface Waiting {
  resolve: (value: unknown) => void;
  reject: (reason: StoreError) => void;
}

/** One life of the store's thread, seen from the server's: questions go in, answers come out. */
export class StoreThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #opened = Promise.withResolvers<void>();
  readonly #ended = Promise.withResolvers<void>();
  readonly #onLost: (reason: StoreError) => void;
  #lastRequestId = 0;
  #closing = false;
  /** Why it will end, or is about to. */
  #fault: unknown = null;

  /**
   * Loads what it needs; the database is not touched before `open`.
   * @param onLost Called once if the thread ends without having been closed.
   */
  constructor(options: DatabaseOptions, onLost: (reason: StoreError) => void) {
    this.#onLost = onLost;
    // Who does not wait for the opening hears of its failure by every answer.
    this.#opened.promise.catch(() => {});
    this.#worker = new Worker(THREAD, { workerData: options, name: 'store' });
    this.#worker.on('message', (message: FromThread) => this.#onMessage(message));
    this.#worker.on('error', (error) => {
      this.#fault = error;
    });
    this.#worker.once('exit', () => this.#onExit());
  }

  /** Rejects with a StoreError if the database cannot be opened. */
  open(): Promise<void> {
    this.#tell({ kind: 'open' });
    return this.#opened.promise;
  }

  /** May be called before it is open; the order of the calls is the order on the database. */
  ask<Name extends OperationName>(name: Name, args: Arguments<Name>): Promise<Result<Name>> {
    this.#lastRequestId += 1;
    const requestId = this.#lastRequestId;
    this.#tell({ kind: 'request', request: { requestId, name, args } });
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#waiting.set(requestId, { resolve, reject });
    return promise as Promise<Result<Name>>;
  }

  /** Resolves when everything asked for is answered and the database is closed. */
  close(): Promise<void> {
    if (!this.#closing) {
      this.#closing = true;
      this.#tell({ kind: 'close' });
    }
    return this.#ended.promise;
  }

  #tell(message: ToThread): void {
    this.#worker.postMessage(message);
  }

  #onMessage(message: FromThread): void {
    switch (message.kind) {
      case 'opened':
        return this.#opened.resolve();
      case 'refused':
        this.#fault = errorOf(message.failure);
        return;
      case 'outcomes':
        for (const outcome of message.outcomes) this.#settle(outcome);
    }
  }

  #settle(outcome: Outcome): void {
    const waiting = this.#waiting.get(outcome.requestId);
    this.#waiting.delete(outcome.requestId);
    if (outcome.is === 'done') waiting?.resolve(outcome.value);
    else waiting?.reject(errorOf(outcome.failure));
  }

  #onExit(): void {
    const reason =
      this.#fault instanceof StoreError
        ? this.#fault
        : new StoreError('unavailable', 'the thread of the store ended', { cause: this.#fault });
    this.#opened.reject(reason);
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
    this.#ended.resolve();
    if (!this.#closing) this.#onLost(reason);
  }
}
