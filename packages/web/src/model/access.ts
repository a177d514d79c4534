/** What a link carries to be let in with, in its fragment, which no server and no log gets to see. */

/** A password that everybody of a place shares, or a token that is one's own. */
export interface AccessKey {
  readonly kind: 'password' | 'token';
  readonly value: string;
}

/** As `#access=<password>` or `#token=<token>` (RFC 3986, 3.5); null where there is neither. */
export function parseAccess(fragment: string): AccessKey | null {
  const [, name, value = ''] = /^#(access|token)=(.+)$/s.exec(fragment) ?? [];
  if (name === undefined) return null;
  return { kind: name === 'token' ? 'token' : 'password', value: decode(value) };
}

/**
 * What an invitation ends in: the password, where the place has one. A token is for nobody but its
 * bearer.
 */
export function formatInvitation(key: AccessKey | null): string {
  return key?.kind === 'password' ? `#access=${encodeURIComponent(key.value)}` : '';
}

/** A password may hold a bare percent sign; then it means what it says. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
