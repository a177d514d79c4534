import { createHash } from 'node:crypto';

/**
 * The person behind a device's secret: 96 bits of its hash, so that the same secret is the same
 * person on every server and after every loss of the database, and nobody can find the secret by
 * the id.
 */
export function personIdOf(secret: string): string {
  return createHash('sha256').update(`ottogi person ${secret}`).digest('base64url').slice(0, 16);
}

/** A colour to begin with, spread evenly over people; 0 to 359 degrees. */
export function hueOf(personId: string): number {
  return createHash('sha256').update(personId).digest().readUInt32BE() % 360;
}
