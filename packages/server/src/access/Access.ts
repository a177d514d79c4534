import type { Grants } from '@ottogi/protocol';

/** What somebody is let in with. */
export interface Admission {
  readonly grants: Grants;
  /** Who it is, where the host's own system says so; null where a device's secret does. */
  readonly subject: string | null;
  /** In ms since 1970; null where it has no end. */
  readonly expiresAt: number | null;
  /** Of which room it is the mixer, which is nobody; left out for everybody else. */
  readonly mixes?: string;
}

/** Who may enter the server at all. */
export interface Access {
  /**
   * Lets somebody in, by what they bring: a password, a token, or nothing.
   * @param address Of whoever asks, as `addressOf` gives it.
   * @throws RequestError `accessRequired`, `accessRefused`, `tokenRefused`, `tokenExpired`,
   *   `accessUnavailable`, `tooManyRequests`
   */
  admit(given: string | undefined, address: string): Promise<Admission>;
}
