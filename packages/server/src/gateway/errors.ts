import type { ErrorDocument } from '@ottogi/protocol';
import type { z } from 'zod';
import { RequestError } from '../errors.ts';

const MOST_DETAILS = 10;

/** The one place where an exception becomes what its sender is told. */
export function toErrorDocument(error: unknown): ErrorDocument {
  if (!(error instanceof RequestError)) {
    return { code: 'internal', message: 'the server failed at this request' };
  }
  const { code, message, details } = error;
  return details ? { code, message, details } : { code, message };
}

export function invalidRequest(name: string, error: z.ZodError): RequestError {
  const details = error.issues
    .slice(0, MOST_DETAILS)
    .map(({ path, message }) => ({ path: path.map(String).join('.'), message }));
  return new RequestError('invalidRequest', `the data of ${name} does not fit its schema`, {
    details,
  });
}
