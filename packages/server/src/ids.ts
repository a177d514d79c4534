import { randomBytes } from 'node:crypto';

/** 96 random bits: unguessable, and short enough to read in a log. */
export function createId(): string {
  return randomBytes(12).toString('base64url');
}

/** 128 random bits: who knows such an id may read the file, or fill the upload, that it names. */
export function createSecretId(): string {
  return randomBytes(16).toString('base64url');
}
