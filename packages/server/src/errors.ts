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
