import { ClientError } from '@ottogi/client';

/** Whatever was thrown, as what the page has words for. */
export function failureOf(cause: unknown): ClientError {
  return cause instanceof ClientError
    ? cause
    : new ClientError('internal', String(cause), { cause });
}
