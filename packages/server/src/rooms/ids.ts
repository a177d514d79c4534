import { randomBytes } from 'node:crypto';

/** 96 random bits: unguessable, and short enough to read in a log. */
export function createId(): string {
  return randomBytes(12).toString('base64url');
}
