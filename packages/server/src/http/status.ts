import type { ErrorCode } from '@ottogi/protocol';

/** Which HTTP status says the same as an error's code (RFC 9110; 507 is of RFC 4918). */
const STATUS: Partial<Record<ErrorCode, number>> = {
  invalidRequest: 400,
  uploadIncomplete: 400,
  accessRequired: 401,
  accessRefused: 401,
  tokenRefused: 401,
  tokenExpired: 401,
  forbidden: 403,
  notGranted: 403,
  notFound: 404,
  wrongState: 409,
  fileTooLarge: 413,
  tooManyRequests: 429,
  storeUnavailable: 503,
  accessUnavailable: 503,
  serverClosing: 503,
  storageFull: 507,
};

export function statusOf(code: ErrorCode): number {
  return STATUS[code] ?? 500;
}
