import type { Clock } from '../clock.ts';
import { keptSecret } from '../dataDir.ts';
import type { Access } from './Access.ts';
import { isExposed, type Reach } from './exposure.ts';
import { Guesses } from './Guesses.ts';
import { OpenAccess } from './OpenAccess.ts';
import { PasswordAccess } from './PasswordAccess.ts';
import type { AccessMode, AccessSettings } from './settings.ts';
import { TokenAccess } from './TokenAccess.ts';
import { tokenKey } from './tokenKey.ts';

/** What a host is told of who may enter. */
export interface AccessSummary {
  mode: AccessMode;
  /** Whether nothing was said about it, and the server can be reached from everywhere. */
  exposed: boolean;
  /** The password that was made, and where it is kept; null where there is none, or the host's own. */
  made: { password: string; path: string } | null;
}

interface Place {
  dataDir: string;
  reach: Reach;
  ownAddresses: readonly string[];
  clock: Clock;
}

/** As strong as an id, and short enough to be typed where no link can be sent. */
const MADE_PASSWORD = /^[\w-]{16}$/;

/**
 * Who may enter, by what the host said. Nothing said means open, but never to strangers: where they
 * may reach the server, it has a password.
 * @throws ConfigError where a key cannot be used; what the data folder throws
 */
export async function createAccess(
  { mode: said, password, token }: AccessSettings,
  { dataDir, reach, ownAddresses, clock }: Place,
): Promise<{ access: Access; summary: AccessSummary }> {
  const exposed = said === null && isExposed(reach, ownAddresses);
  const mode = said ?? (exposed ? 'password' : 'open');
  switch (mode) {
    case 'open':
      return { access: new OpenAccess(), summary: { mode, exposed, made: null } };
    case 'token': {
      const access = new TokenAccess(await tokenKey(token.key, dataDir), token, clock);
      return { access, summary: { mode, exposed, made: null } };
    }
    case 'password': {
      const made = password === null ? await madePassword(dataDir) : null;
      const access = new PasswordAccess(password ?? made!.password, new Guesses());
      return { access, summary: { mode, exposed, made } };
    }
  }
}

async function madePassword(dataDir: string): Promise<{ password: string; path: string }> {
  const { secret, path } = await keptSecret(dataDir, 'password', MADE_PASSWORD, 12);
  return { password: secret, path };
}
