import type { PersonDocument, RequestInput } from '@ottogi/protocol';
import type { Requests } from './Signal.ts';

/** What is left out stays; the hue is a colour in degrees, 0 to 359. */
export type PersonChanges = RequestInput<'updatePerson'>;

/** Oneself, as the server remembers one. */
export class SelfPerson {
  readonly #signal: Requests;
  readonly #changed: (person: PersonDocument) => void;

  constructor(signal: Requests, changed: (person: PersonDocument) => void) {
    this.#signal = signal;
    this.#changed = changed;
  }

  /**
   * Changes how one is called and coloured, here and in a call.
   * @throws ClientError `invalidRequest` for a name of nothing visible, `storeUnavailable`,
   *   `serverUnreachable`, `timeout`
   */
  async update(changes: PersonChanges): Promise<void> {
    await this.#signal.request('updatePerson', changes, ({ person }) => this.#changed(person));
  }
}
