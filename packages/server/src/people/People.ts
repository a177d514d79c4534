import type { Clock } from '../clock.ts';
import type { Logger } from '../logger.ts';
import { Person, type PeopleStore } from './Person.ts';
import { personIdOf } from './personIds.ts';

/** A room, as far as it is remembered of somebody. */
interface Place {
  readonly roomId: string;
  readonly name: string;
}

/** Longer than a store takes that is well. Who somebody is may be told later, a call not. */
const READ_WITHIN_MS = 1_000;

export interface PeopleOptions {
  store: PeopleStore;
  /** Of the last message in each room, by `roomId`: somebody new has read up to there. */
  newestSeqs: () => Record<string, number>;
  createId: () => string;
  clock: Clock;
  logger: Logger;
}

interface Entry {
  person: Person;
  sessions: number;
}

/** Everybody who is connected: one person for all sessions with the same secret. */
export class People {
  readonly #options: PeopleOptions;
  readonly #entries = new Map<string, Entry>();
  #closed = false;

  constructor(options: PeopleOptions) {
    this.#options = options;
  }

  /**
   * Somebody connects; without a secret somebody new each time. Where the store is slow, what is
   * remembered of them comes later, as a change. Each `enter` has its `leave`.
   */
  async enter(secret: string | undefined): Promise<Person> {
    const { createId, newestSeqs, clock } = this.#options;
    const personId = secret === undefined ? createId() : personIdOf(secret);
    const store = secret === undefined ? null : this.#options.store;
    const entry = this.#entries.get(personId) ?? {
      person: new Person({ personId, store, newestSeqs, now: clock.now() }),
      sessions: 0,
    };
    entry.sessions += 1;
    this.#entries.set(personId, entry);
    await this.#read(entry.person);
    return entry.person;
  }

  leave({ personId }: Person): void {
    const entry = this.#entries.get(personId);
    if (!entry) return;
    entry.sessions -= 1;
    if (entry.sessions === 0) void this.#forgetSettled(personId, entry);
  }

  /** Whoever comes back while changes are under way finds the same person, lest one be overwritten. */
  async #forgetSettled(personId: string, entry: Entry): Promise<void> {
    await entry.person.settled;
    if (entry.sessions === 0 && this.#entries.get(personId) === entry) {
      this.#entries.delete(personId);
    }
  }

  /** Nothing is noted any more: whoever leaves from now on was last seen by somebody else. */
  close(): void {
    this.#closed = true;
  }

  /** Somebody entered a call, and is called so. */
  entered(person: Person, room: Place, name: string): void {
    this.#note(person, room, { name });
  }

  /** Somebody left a call: that is when they were last there. */
  left(person: Person, room: Place): void {
    this.#note(person, room, {});
  }

  /** Better a stranger in the call than nobody: it is read again before anything is written. */
  async #read(person: Person): Promise<void> {
    const { personId } = person;
    const { promise: overdue, resolve } = Promise.withResolvers<void>();
    const callOff = this.#options.clock.after(READ_WITHIN_MS, resolve);
    const read = person
      .load()
      .catch((error: unknown) =>
        this.#options.logger.error({ err: error, personId }, 'a person could not be read'),
      );
    await Promise.race([read, overdue]);
    callOff();
  }

  /** Nobody waits for it, and a call goes on whether it can be noted or not. */
  #note(person: Person, { roomId, name }: Place, change: { name?: string }): void {
    if (this.#closed) return;
    const at = this.#options.clock.now();
    const noted = person.change(() => ({ ...change, lastLocation: { roomId, name, at } }), at);
    noted.catch((error: unknown) =>
      this.#options.logger.error(
        { err: error, personId: person.personId },
        'a location was not saved',
      ),
    );
  }
}
