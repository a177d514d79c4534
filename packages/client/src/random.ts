const SECRET_BYTES = 32;
const ID_BYTES = 16;

/**
 * What makes somebody the same person on each visit with this device: 256 random bits in base64url,
 * to be kept by the page and given to `RoomClient`. Whoever knows it is that person.
 */
export function createSecret(): string {
  return randomToken(SECRET_BYTES);
}

/** A name that nobody else chooses. `crypto.randomUUID` would need a secure context. */
export function createId(): string {
  return randomToken(ID_BYTES);
}

/** In base64url (RFC 4648, section 5), unpadded. */
function randomToken(bytes: number): string {
  const random = crypto.getRandomValues(new Uint8Array(bytes));
  const base64 = btoa(String.fromCharCode(...random));
  return base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
