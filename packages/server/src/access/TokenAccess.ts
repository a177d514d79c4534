import { errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { ZodError } from 'zod';
import type { Clock } from '../clock.ts';
import { RequestError } from '../errors.ts';
import type { Access, Admission } from './Access.ts';
import { admissionOf } from './claims.ts';
import type { TokenKey } from './tokenKey.ts';

/** Whom a token has to be for, and by whom. */
export interface TokenParties {
  audience: string;
  issuer: string;
}

/** The keys cannot be had: no fault of the token (jose/dist/types/util/errors.d.ts). */
const KEYS_MISSING = new Set(['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID']);

/** Whoever brings a token that was signed for this server may do what it grants (RFC 7519). */
export class TokenAccess implements Access {
  readonly #key: TokenKey;
  readonly #parties: TokenParties;
  readonly #clock: Pick<Clock, 'now'>;

  constructor(key: TokenKey, { audience, issuer }: TokenParties, clock: Pick<Clock, 'now'>) {
    this.#key = key;
    this.#parties = { audience, issuer };
    this.#clock = clock;
  }

  async admit(given: string | undefined): Promise<Admission> {
    if (!given) throw new RequestError('tokenRefused', 'this server asks for a token');
    try {
      return admissionOf(await this.#verify(given));
    } catch (error) {
      throw refusal(error);
    }
  }

  async #verify(token: string): Promise<unknown> {
    const { key, algorithms } = this.#key;
    const currentDate = new Date(this.#clock.now());
    const options = { ...this.#parties, algorithms, currentDate, requiredClaims: ['exp'] };
    // The two calls differ in their types alone.
    const verified = isGetKey(key)
      ? await jwtVerify(token, key, options)
      : await jwtVerify(token, key, options);
    return verified.payload;
  }
}

function isGetKey(key: TokenKey['key']): key is JWTVerifyGetKey {
  return typeof key === 'function';
}

function refusal(error: unknown): RequestError {
  if (error instanceof errors.JWTExpired) {
    return new RequestError('tokenExpired', 'this token has expired');
  }
  if (error instanceof ZodError) {
    const [issue] = error.issues;
    const why = `${issue?.path.join('.')}: ${issue?.message}`;
    return new RequestError('tokenRefused', `the claims of this token do not fit: ${why}`);
  }
  if (error instanceof errors.JOSEError && !KEYS_MISSING.has(error.code)) {
    return new RequestError('tokenRefused', error.message);
  }
  return new RequestError('accessUnavailable', 'the keys for tokens cannot be had', {
    cause: error,
  });
}
