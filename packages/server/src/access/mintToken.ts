import type { KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import type { GrantClaims } from './claims.ts';
import type { TokenParties } from './TokenAccess.ts';

export interface TokenWish {
  grants: GrantClaims;
  /** How its bearer is called; where it is left out they choose. */
  name?: string;
  /** Who its bearer is, the same on every device; where it is left out the device says so. */
  subject?: string;
  /** When it ends, in ms since 1970. */
  expiresAt: number;
}

/** Signs a token: with HS256 by a secret, with EdDSA by a private key. */
export function mintToken(
  { grants, name, subject, expiresAt }: TokenWish,
  key: KeyObject,
  { audience, issuer }: TokenParties,
): Promise<string> {
  const token = new SignJWT({ ...(name !== undefined && { name }), ottogi: grants })
    .setProtectedHeader({ alg: key.type === 'secret' ? 'HS256' : 'EdDSA', typ: 'JWT' })
    .setAudience(audience)
    .setIssuer(issuer)
    .setIssuedAt()
    .setExpirationTime(Math.floor(expiresAt / 1000));
  if (subject !== undefined) token.setSubject(subject);
  return token.sign(key);
}
