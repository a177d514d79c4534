import type { ErrorCode, ErrorDocument } from '@ottogi/protocol';
import type { z } from 'zod';

/** Wrong fields that an error names: somebody who sends nothing else gets no answer of megabytes. */
const MOST_DETAILS = 10;

/** A request that failed for a reason its sender can do something about. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly code: ErrorCode;
  readonly details: ErrorDocument['details'];
  readonly retryAfterMs: ErrorDocument['retryAfterMs'];

  constructor(
    code: ErrorCode,
    message: string,
    options: ErrorOptions & Pick<ErrorDocument, 'details' | 'retryAfterMs'> = {},
  ) {
    super(message, options);
    this.code = code;
    this.details = options.details;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** What somebody sent is not what was asked for. */
export function invalidRequest(what: string, error: z.ZodError): RequestError {
  const details = error.issues
    .slice(0, MOST_DETAILS)
    .map(({ path, message }) => ({ path: path.map(String).join('.'), message }));
  return new RequestError('invalidRequest', `${what} does not fit its schema`, { details });
}

/** The one place where an exception becomes what its sender is told. */
export function toErrorDocument(error: unknown): ErrorDocument {
  if (!(error instanceof RequestError)) {
    return { code: 'internal', message: 'the server failed at this request' };
  }
  const { code, message, details, retryAfterMs } = error;
  return {
    code,
    message,
    ...(details && { details }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
}
