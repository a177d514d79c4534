import type { ErrorCode, ErrorDocument } from '@ottogi/protocol';

/** A request that failed for a reason its sender can do something about. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly code: ErrorCode;
  readonly details: ErrorDocument['details'];

  constructor(
    code: ErrorCode,
    message: string,
    options: ErrorOptions & { details?: ErrorDocument['details'] } = {},
  ) {
    super(message, options);
    this.code = code;
    this.details = options.details;
  }
}

/** The one place where an exception becomes what its sender is told. */
export function toErrorDocument(error: unknown): ErrorDocument {
  if (!(error instanceof RequestError)) {
    return { code: 'internal', message: 'the server failed at this request' };
  }
  const { code, message, details } = error;
  return details ? { code, message, details } : { code, message };
}
