import type { ErrorCode, ErrorDocument } from '@ottogi/protocol';

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
