/**
 * Every fingerprint in a description, sorted (RFC 8122). Whoever shows a certificate with any one of
 * them is taken for the other end, so none may be left out where they are compared. The description
 * has to be one that a browser gives back: that says what it understood, however it was written.
 */
export function fingerprintsOf(sdp: string): string {
  const found = [...sdp.matchAll(/^a=fingerprint:(.+)$/gim)].map(([, each = '']) => each.trim());
  return [...new Set(found.map((each) => each.toLowerCase()))].toSorted().join(' ');
}

/** Between whom a link encrypts: the fingerprints that each end has shown the other. */
export interface LinkIdentity {
  readonly own: string;
  readonly other: string;
}
