import { createHash, timingSafeEqual } from 'node:crypto';
import { RequestError } from '../errors.ts';
import type { Access, Admission } from './Access.ts';
import type { Guesses } from './Guesses.ts';
import { MEMBERSHIP } from './OpenAccess.ts';

/** Whoever knows the host's password may enter. */
export class PasswordAccess implements Access {
  readonly #expected: Buffer;
  readonly #guesses: Guesses;

  constructor(password: string, guesses: Guesses) {
    this.#expected = digest(password);
    this.#guesses = guesses;
  }

  async admit(given: string | undefined, address: string): Promise<Admission> {
    if (!given) throw new RequestError('accessRequired', 'this server has a password');
    this.#guesses.check(address);
    // No slow hash: the password lies beside it in the data folder, to be shown to the host, and
    // after a restart everybody comes at once. Digests are of one length, so the comparison takes
    // one time whatever was given.
    if (timingSafeEqual(digest(given), this.#expected)) return MEMBERSHIP;
    this.#guesses.count(address);
    throw new RequestError('accessRefused', 'this is not the password of the server');
  }
}

/** What looks the same on two keyboards is the same password. */
function digest(password: string): Buffer {
  return createHash('sha256').update(password.normalize('NFKC')).digest();
}
