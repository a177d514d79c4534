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

/** What a link carries beside its address. */
export interface Brought {
  access: AccessKey | null;
  /** Of a room that is encrypted from end to end. */
  roomSecret: string | null;
}

/** As `#access=<password>&key=<secret>`, or one of them; the secret comes last. */
export function parseFragment(fragment: string): Brought {
  const [, rest = '', secret] = /^(|#.+)[#&]key=([^&]+)$/s.exec(fragment) ?? [];
  if (secret === undefined) return { access: parseAccess(fragment), roomSecret: null };
  return { access: parseAccess(rest), roomSecret: decode(secret) };
}

/**
 * What an invitation ends in: the password, where the place has one, and the secret of the room. A
 * token is for nobody but its bearer.
 */
export function formatInvitation(key: AccessKey | null, roomSecret?: string): string {
  const parts = [
    ...(key?.kind === 'password' ? [`access=${encodeURIComponent(key.value)}`] : []),
    ...(roomSecret === undefined ? [] : [`key=${encodeURIComponent(roomSecret)}`]),
  ];
  return parts.length > 0 ? `#${parts.join('&')}` : '';
}

/** What somebody typed, or the whole link that they were given. */
export function readTypedSecret(typed: string): string {
  const hash = typed.indexOf('#');
  return (hash >= 0 ? parseFragment(typed.slice(hash).trim()).roomSecret : null) ?? typed.trim();
}

/** A password may hold a bare percent sign; then it means what it says. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
