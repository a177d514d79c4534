import type { ReportDocument } from '@ottogi/protocol';
import type { ClientError } from '../errors.ts';

const MOST_ERRORS = 20;
const MOST_LENGTH = 400;

interface Entry {
  error: ClientError;
  at: number;
}

/** What failed lately, for a report. */
export class ErrorLog {
  readonly #now: () => number;
  readonly #entries: Entry[] = [];

  /** @param now A clock that never goes back, in ms. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** The same error object twice is one failure. */
  add(error: ClientError): void {
    if (this.#entries.some((entry) => entry.error === error)) return;
    this.#entries.push({ error, at: this.#now() });
    if (this.#entries.length > MOST_ERRORS) this.#entries.shift();
  }

  documents(): ReportDocument['errors'] {
    return this.#entries.map(({ error: { code, message }, at }) => ({
      agoMs: Math.max(0, Math.round(this.#now() - at)),
      code,
      message: message.slice(0, MOST_LENGTH),
    }));
  }
}
