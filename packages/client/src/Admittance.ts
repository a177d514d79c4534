/**
 * What lets one in: the server's password or a token, or how to get one, which is asked at every
 * connection. A session whose token runs out is connected anew, and taken up where it was.
 */
export type AccessSource = string | (() => string | undefined | Promise<string | undefined>);

/** Brings what the server asks for. */
export class Admittance {
  source: AccessSource | undefined;

  constructor(source: AccessSource | undefined) {
    this.source = source;
  }

  /** Whether the next one may be another one. */
  get renews(): boolean {
    return typeof this.source === 'function';
  }

  /** Rejects where it cannot be had now. */
  async get(): Promise<string | undefined> {
    const { source } = this;
    return typeof source === 'function' ? source() : source;
  }
}
