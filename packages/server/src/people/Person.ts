import { EventEmitter } from 'node:events';
import type { PersonDocument } from '@ottogi/protocol';
import { fromStore } from '../store/fromStore.ts';
import type { PersonRecord, Store } from '../store/Store.ts';
import { hueOf } from './personIds.ts';

/** What people need of the store. */
export type PeopleStore = Pick<Store, 'person' | 'putPerson'>;

interface PersonEvents {
  changed: [PersonDocument];
}

interface PersonOptions {
  personId: string;
  /** Null for somebody who came without a secret: nothing of them outlives the connection. */
  store: PeopleStore | null;
  /** Of the last message in each room, by `roomId`. */
  newestSeqs: () => Record<string, number>;
  now: number;
}

/** Somebody who is connected, by one session or several, and what is remembered of them. */
export class Person extends EventEmitter<PersonEvents> {
  readonly personId: string;
  readonly #store: PeopleStore | null;
  readonly #newestSeqs: () => Record<string, number>;
  #record: PersonRecord;
  #loading: Promise<void> | null = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor({ personId, store, newestSeqs, now }: PersonOptions) {
    super();
    // One for each session, and somebody may have many tabs.
    this.setMaxListeners(0);
    this.personId = personId;
    this.#store = store;
    this.#newestSeqs = newestSeqs;
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

  /** Reads what is remembered, once. @throws StoreError */
  load(): Promise<void> {
    this.#loading ??= this.#load().catch((error: unknown) => {
      this.#loading = null;
      throw error;
    });
    return this.#loading;
  }

  /**
   * Changes one after another, each stored before it counts; one that fails changes nothing. What
   * was never read is read first, lest it be overwritten.
   * @throws RequestError `storeUnavailable`
   */
  change(change: (person: PersonDocument) => Partial<PersonDocument>, now: number): Promise<void> {
    const result = this.#last.then(() => fromStore(this.#change(change, now)));
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #load(): Promise<void> {
    const known = await this.#store?.person(this.personId);
    // Somebody new has missed nothing that was said before they came.
    this.#record = known ?? { ...this.#record, readSeqs: this.#newestSeqs() };
    this.emit('changed', this.document());
  }

  async #change(
    change: (person: PersonDocument) => Partial<PersonDocument>,
    now: number,
  ): Promise<void> {
    await this.load();
    const changes = change(this.document());
    if (Object.keys(changes).length === 0) return;
    const next = { ...this.#record, ...changes, seenAt: now };
    await this.#store?.putPerson(next);
    this.#record = next;
    this.emit('changed', this.document());
  }
}
