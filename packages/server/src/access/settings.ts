/** The variables that say who may enter. */
import { z } from 'zod';

export type AccessMode = 'open' | 'password' | 'token';

/** Where the key lies that tokens are checked with; `made` is a secret that the server keeps. */
export type TokenKeySource =
  | { kind: 'made' }
  | { kind: 'secret' | 'public'; path: string }
  | { kind: 'jwks'; url: string };

export interface AccessSettings {
  /** Null where nothing was said: by where the server can be reached. */
  mode: AccessMode | null;
  password: string | null;
  token: { key: TokenKeySource; audience: string; issuer: string };
}

/** Whom a token is for, and by whom, where nothing else is said. */
const OWN_PARTY = 'ottogi';

const party = z
  .string()
  .regex(/^\S{1,256}$/)
  .prefault(OWN_PARTY);

export const accessVariables = {
  OTTOGI_ACCESS: z
    .enum(['open', 'password', 'token'])
    .optional()
    .describe('open, password or token'),
  OTTOGI_PASSWORD: z
    .string()
    .regex(/^[^\p{Cc}]{8,128}$/u)
    .optional()
    .describe('8 to 128 characters'),
  OTTOGI_TOKEN_SECRET_FILE: z.string().optional().describe('the path of a file with a secret'),
  OTTOGI_TOKEN_PUBLIC_KEY_FILE: z
    .string()
    .optional()
    .describe('the path of an Ed25519 public key, PEM or JWK'),
  OTTOGI_TOKEN_JWKS_URL: z
    .string()
    .refine((text) => isSafeUrl(text))
    .optional()
    .describe('an https:// URL; on this machine http:// will do'),
  OTTOGI_TOKEN_AUDIENCE: party.describe('whom tokens are for (aud)'),
  OTTOGI_TOKEN_ISSUER: party.describe('who signs tokens (iss)'),
};

const variables = z.object(accessVariables);
type Variables = z.output<typeof variables>;
type Variable = keyof Variables;

const KEYS = [
  'OTTOGI_TOKEN_SECRET_FILE',
  'OTTOGI_TOKEN_PUBLIC_KEY_FILE',
  'OTTOGI_TOKEN_JWKS_URL',
] as const satisfies Variable[];

/** What does not go together: which variable, and what it may be. */
export function accessProblems(set: Variables): { variable: Variable; allowed: string }[] {
  const keys = KEYS.filter((name) => set[name] !== undefined);
  const secured = [...(set.OTTOGI_PASSWORD === undefined ? [] : ['OTTOGI_PASSWORD']), ...keys];
  const own = [set.OTTOGI_TOKEN_AUDIENCE, set.OTTOGI_TOKEN_ISSUER].includes(OWN_PARTY);
  const problems: { variable: Variable; allowed: string }[] = [];
  if (set.OTTOGI_ACCESS === 'open' && secured.length > 0) {
    const allowed = `password or token, since ${secured.join(' and ')} is set`;
    problems.push({ variable: 'OTTOGI_ACCESS', allowed });
  }
  if (set.OTTOGI_ACCESS === undefined && set.OTTOGI_PASSWORD !== undefined && keys.length > 0) {
    const allowed = `password or token, since ${secured.join(' and ')} are set`;
    problems.push({ variable: 'OTTOGI_ACCESS', allowed });
  }
  for (const variable of keys.slice(1)) {
    problems.push({ variable, allowed: `nothing, since ${keys[0]} is set` });
  }
  if (set.OTTOGI_TOKEN_JWKS_URL !== undefined && own) {
    const variable =
      set.OTTOGI_TOKEN_ISSUER === OWN_PARTY ? 'OTTOGI_TOKEN_ISSUER' : 'OTTOGI_TOKEN_AUDIENCE';
    const allowed = 'what the tokens of that issuer say, since OTTOGI_TOKEN_JWKS_URL is set';
    problems.push({ variable, allowed });
  }
  return problems;
}

export function accessSettings(set: Variables): AccessSettings {
  const key = keySource(set);
  const { OTTOGI_PASSWORD: password = null, OTTOGI_ACCESS: said } = set;
  const implied = password !== null ? 'password' : key.kind !== 'made' ? 'token' : null;
  return {
    mode: said ?? implied,
    password,
    token: { key, audience: set.OTTOGI_TOKEN_AUDIENCE, issuer: set.OTTOGI_TOKEN_ISSUER },
  };
}

function keySource(set: Variables): TokenKeySource {
  const { OTTOGI_TOKEN_SECRET_FILE: secret, OTTOGI_TOKEN_PUBLIC_KEY_FILE: publicKey } = set;
  if (secret !== undefined) return { kind: 'secret', path: secret };
  if (publicKey !== undefined) return { kind: 'public', path: publicKey };
  const { OTTOGI_TOKEN_JWKS_URL: url } = set;
  return url === undefined ? { kind: 'made' } : { kind: 'jwks', url };
}

/** Keys that came over an open network could be anybody's. */
function isSafeUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  const own = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return protocol === 'https:' || (protocol === 'http:' && own);
}
