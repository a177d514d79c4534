import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';

const ALGORITHM = 'HS256';
const AUDIENCE = 'ottogi:resume';

/** Longer than a laptop sleeps overnight; afterwards one joins like everybody else. */
const LIFETIME = '24 h';

const membership = z.object({
  peerId: z.string(),
  personId: z.string(),
  sessionId: z.string().describe('The session that joined, or took up the membership last.'),
  roomId: z.string(),
  ownerId: z
    .string()
    .nullable()
    .describe('Of the room: one that goes with its peers comes back as the same.'),
  stored: z.boolean().describe('Whether the room was in the store then.'),
  lock: z.string().nullable().describe('`lockOf` the room then.'),
  removals: z.number().describe('How often this person had been removed from the room by then.'),
  at: z.number().describe('When the token was made, in ms since 1970.'),
});

/** Who was in which room, and as which peer. */
export type Membership = z.output<typeof membership>;

/**
 * Tokens by which whoever lost the connection, or the server, proves what they were. They are
 * JSON Web Tokens (RFC 7519) under a key that is kept, and so outlive the process.
 */
export class ResumeTokens {
  readonly #key: Uint8Array;

  /** @param key 256 bits. */
  constructor(key: Uint8Array) {
    this.#key = key;
  }

  issue(claims: Membership): Promise<string> {
    return new SignJWT(claims)
      .setProtectedHeader({ alg: ALGORITHM })
      .setAudience(AUDIENCE)
      .setExpirationTime(LIFETIME)
      .sign(this.#key);
  }

  /** Null for a token that is not ours, too old, or somebody else's: it is as good as none. */
  async read(token: string | undefined, personId: string): Promise<Membership | null> {
    if (token === undefined) return null;
    try {
      const options = { audience: AUDIENCE, algorithms: [ALGORITHM] };
      const { payload } = await jwtVerify(token, this.#key, options);
      const claims = membership.parse(payload);
      return claims.personId === personId ? claims : null;
    } catch {
      return null;
    }
  }
}
