import {
  cleanName,
  NAME_MAX_LENGTH,
  type PersonDocument,
  type RequestInput,
} from '@ottogi/protocol';
import { Convergence } from './Convergence.ts';
import { isSelfMending, toClientError } from './errors.ts';
import { Retry } from './Retry.ts';
import type { Requests } from './Signal.ts';

/** What is left out stays; the hue is a colour in degrees, 0 to 359. */
export type PersonChanges = RequestInput<'updatePerson'>;

export interface SelfPersonOwner {
  readonly signal: Requests;
  changed(person: PersonDocument): void;
  /** One is called so, or will be as soon as the server can be told. */
  renamed(name: string): void;
}

interface Update {
  readonly changes: PersonChanges;
  readonly done: PromiseWithResolvers<void>;
}

/** Oneself, as the server remembers one. */
export class SelfPerson {
  readonly #owner: SelfPersonOwner;
  readonly #convergence = new Convergence(() => this.#step());
  readonly #retry = new Retry(() => void this.#convergence.run());
  /** What the server has not taken in yet, in the order in which it was asked for. */
  readonly #untold: Update[] = [];
  #online = false;

  constructor(owner: SelfPersonOwner) {
    this.#owner = owner;
  }

  /**
   * Changes how one is called and coloured, here and in a call. Resolves when the server has it,
   * which waits for a connection if there is none.
   * @throws ClientError `invalidRequest` for a name of nothing visible
   */
  update(changes: PersonChanges): Promise<void> {
    const update: Update = { changes, done: Promise.withResolvers() };
    this.#untold.push(update);
    // A call that comes back with the connection is joined before anything else is told.
    const name = cleanName(changes.name ?? '');
    const valid = name !== '' && name.length <= NAME_MAX_LENGTH;
    if (!this.#online && valid) this.#owner.renamed(name);
    void this.#convergence.run();
    return update.done.promise;
  }

  /** For the client itself: requests can be made from now on. */
  connected(): void {
    this.#online = true;
    this.#retry.reset();
    void this.#convergence.run();
  }

  /** For the client itself. */
  disconnected(): void {
    this.#online = false;
    this.#retry.cancel();
  }

  async #step(): Promise<boolean> {
    const [update] = this.#untold;
    if (!update || !this.#online || this.#retry.waiting) return false;
    try {
      await this.#owner.signal.request('updatePerson', update.changes, ({ person }) => {
        this.#owner.changed(person);
        if (person.name !== null) this.#owner.renamed(person.name);
      });
      update.done.resolve();
    } catch (thrown) {
      const error = toClientError(thrown, 'internal');
      if (isSelfMending(error)) {
        if (this.#online) this.#retry.later(error);
        return false;
      }
      update.done.reject(error);
    }
    this.#retry.reset();
    this.#untold.shift();
    return true;
  }
}
