import type { ErrorCode, ErrorDocument } from '@ottogi/protocol';

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
  /** There is no way for data, and no room for more of it to wait for one. */
  | 'dataBlocked'
  /** Whoever it was for, or from, left the call. */
  | 'peerLeft'
  /** The server lets nothing pass to whoever it is for. */
  | 'notReceiving'
  /** What came of a file is not what was sent. */
  | 'fileDamaged'
  /** A file was changed or taken away after it was chosen. */
  | 'fileUnreadable'
  /** Something else replaced the call meanwhile: left, moved, closed. */
  | 'superseded'
  /** The room of the call was deleted. */
  | 'roomDeleted'
  /** Whoever moderates the room did not let one in. */
  | 'notAdmitted'
  /** The room is encrypted from end to end, and no secret for it was given. */
  | 'keyRequired'
  /** This browser has no encoded transforms, and so no encryption from end to end. */
  | 'encryptionUnsupported';

export type ClientErrorCode = ErrorCode | LocalErrorCode;

/** The one error class of the SDK; `code` is stable, `message` is for logs, `cause` what threw. */
export class ClientError extends Error {
  override readonly name = 'ClientError';
  readonly code: ClientErrorCode;
  /** Where the server said when to try again: before that it refuses the same again. */
  readonly retryAfterMs: number | undefined;

  constructor(
    code: ClientErrorCode,
    message: string,
    options: ErrorOptions & { retryAfterMs?: number | undefined } = {},
  ) {
    super(message, options);
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** What the server answered to something, as an error of ours. */
export function fromDocument(
  { code, message, retryAfterMs }: ErrorDocument,
  about?: string,
): ClientError {
  const text = about === undefined ? message : `${about}: ${message}`;
  return new ClientError(code, text, { retryAfterMs });
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
  'serverFull',
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
