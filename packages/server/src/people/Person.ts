import { EventEmitter } from 'node:events';
import type { PersonDocument } from '@ottogi/protocol';
import { RequestError } from '../errors.ts';
import { type PersonRecord, type Store, StoreError } from '../store/Store.ts';
import { hueOf } from './personIds.ts';

interface PersonEvents {
  changed: [PersonDocument];
}

/** Somebody who is connected, by one session or several, and what is remembered of them. */
export class Person extends EventEmitter<PersonEvents> {
  readonly personId: string;
  /** Null for somebody who came without a secret: nothing of them outlives the connection. */
  readonly #store: Pick<Store, 'person' | 'putPerson'> | null;
  #record: PersonRecord;
  #loaded: boolean;
  #last: Promise<unknown> = Promise.resolve();

  constructor(personId: string, store: Pick<Store, 'person' | 'putPerson'> | null, now: number) {
    super();
    // One for each session, and somebody may have many tabs.
    this.setMaxListeners(0);
    this.personId = personId;
    this.#store = store;
    this.#loaded = store === null;
    this.#record = {
      personId,
      name: null,
      hue: hueOf(personId),
      favourites: [],
      readSeqs: {},
      lastLocation: null,
      createdAt: now,
      seenAt: now,
    };
  }

  get name(): string | null {
    return this.#record.name;
  }

  get hue(): number {
    return this.#record.hue;
  }

  /** Resolves when every change that was asked for has ended, well or not. */
  get settled(): Promise<unknown> {
    return this.#last;
  }

  document(): PersonDocument {
    const { createdAt: _createdAt, seenAt: _seenAt, ...document } = this.#record;
    return document;
  }

  /** Reads what is remembered. @throws StoreError */
  async load(): Promise<void> {
    if (this.#loaded || !this.#store) return;
    const known = await this.#store.person(this.personId);
    if (known) this.#record = known;
    this.#loaded = true;
  }

  /**
   * Changes one after another, each stored before it counts; one that fails changes nothing. What
   * was never read is read first, lest it be overwritten.
   * @throws RequestError `storeUnavailable`
   */
  change(change: (person: PersonDocument) => Partial<PersonDocument>, now: number): Promise<void> {
    const result = this.#last.then(() => this.#change(change, now));
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #change(
    change: (person: PersonDocument) => Partial<PersonDocument>,
    now: number,
  ): Promise<void> {
    try {
      await this.load();
      const changes = change(this.document());
      if (Object.keys(changes).length === 0) return;
      const next = { ...this.#record, ...changes, seenAt: now };
      await this.#store?.putPerson(next);
      this.#record = next;
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      throw new RequestError('storeUnavailable', 'the person could not be saved', { cause: error });
    }
    this.emit('changed', this.document());
  }
}
