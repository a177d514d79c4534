import { randomBytes } from 'node:crypto';

/** 128 random bits: who knows such an id may read the file, or fill the upload, that it names. */
export function createSecretId(): string {
  return randomBytes(16).toString('base64url');
}
