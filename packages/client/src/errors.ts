import type { ErrorCode } from '@ottogi/protocol';

/** Failures that happen on this side of the wire, and what each one means for a person. */
export type LocalErrorCode =
  /** The person or the browser refused the device or the screen. */
  | 'permissionDenied'
  /** The person closed the screen picker. Nothing to complain about. */
  | 'cancelled'
  /** There is no such device, or it was unplugged. */
  | 'deviceNotFound'
  /** The device is there, but another program holds it or it does not start. */
  | 'deviceBusy'
  /** Not HTTPS and not localhost: the browser offers no devices. */
  | 'insecureContext'
  /** This browser cannot do it (screen sharing on a phone, WebRTC switched off). */
  | 'unsupported'
  /** A part of the client is not there: the server starts again, or has another version by now. */
  | 'loadFailed'
  /** No connection to the server. */
  | 'serverUnreachable'
  /** The same, after the server said that it restarts for an update. */
  | 'serverRestarting'
  /** The server did not answer in time. */
  | 'timeout'
  /** Signaling works, but no media path does: a firewall, or a wrong announced address. */
  | 'mediaBlocked'
  /** Something else replaced the call meanwhile: left, moved, closed. */
  | 'superseded'
  /** The room of the call was deleted. */
  | 'roomDeleted';

export type ClientErrorCode = ErrorCode | LocalErrorCode;

/** The one error class of the SDK; `code` is stable, `message` is for logs, `cause` what threw. */
export class ClientError extends Error {
  override readonly name = 'ClientError';
  readonly code: ClientErrorCode;

  constructor(code: ClientErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Any thrown value as a ClientError; what is not one already gets `code`. */
export function toClientError(thrown: unknown, code: ClientErrorCode): ClientError {
  if (thrown instanceof ClientError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new ClientError(code, message, { cause: thrown });
}

const SELF_MENDING: ReadonlySet<ClientErrorCode> = new Set<ClientErrorCode>([
  'mediaUnavailable',
  'tooManyRequests',
  'serverClosing',
  'loadFailed',
  'storeUnavailable',
  'accessUnavailable',
  'serverUnreachable',
  'timeout',
]);

/** Whether trying again in a moment may well succeed, with nothing changed by anybody. */
export function isSelfMending(error: ClientError): boolean {
  return SELF_MENDING.has(error.code);
}
