import {
  type Ack,
  type AckData,
  type ErrorCode,
  type ErrorDocument,
  MESSAGE_MAX_BYTES,
  type RequestData,
  type RequestName,
  requests,
} from '@ottogi/protocol';
import { invalidRequest, RequestError, toErrorDocument } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { authorise, type NameOf } from './authorise.ts';
import type { Handler, Handlers } from './handlers/Handler.ts';
import type { Session } from './Session.ts';

/** Longer than the name of any request, so that a cut one is none. */
const MOST_NAME_LENGTH = 64;

/** Refusals that whoever runs the server can do something about. */
const HOST_MATTERS: ReadonlySet<ErrorCode> = new Set(['storeUnavailable', 'storageFull']);

type Acknowledge = (ack: Ack<unknown>) => void;

/** What requests are answered with. */
export interface Desk {
  handlers: Handlers;
  nameOf: NameOf;
  logger: Logger;
}

/**
 * One request from the wire: validate → authorise → handle → ack or error. Whatever goes wrong costs its sender
 * an error, and nobody else anything.
 */
export async function dispatch(
  desk: Desk,
  session: Session,
  event: unknown,
  args: unknown[],
): Promise<void> {
  // socket.io takes numbers for names of events too.
  const request = String(event).slice(0, MOST_NAME_LENGTH);
  const acknowledge = acknowledgeOf(session, args);
  try {
    session.limits.take(request);
    if (!acknowledge) {
      throw new RequestError('ackMissing', 'a request needs an acknowledgement callback');
    }
    await answer(desk, session, request, args[0], acknowledge);
  } catch (error) {
    const document = toErrorDocument(error);
    report(error, document, { request, session: session.sessionId }, desk.logger);
    if (document.code === 'tooManyRequests' && !session.limits.refused()) session.cut();
    else if (acknowledge) acknowledge({ ok: false, error: document });
    else session.notify({ name: 'requestRejected', data: { request, error: document } });
  }
}

function report(error: unknown, document: ErrorDocument, about: object, logger: Logger): void {
  if (document.code === 'internal') {
    logger.error({ ...about, err: error }, 'request failed');
  } else if (HOST_MATTERS.has(document.code)) {
    logger.warn({ ...about, err: error }, 'request could not be fulfilled');
  } else {
    logger.debug({ ...about, error: document }, 'refused');
  }
}

async function answer(
  desk: Desk,
  session: Session,
  name: string,
  raw: unknown,
  acknowledge: Acknowledge,
): Promise<void> {
  if (!isRequestName(name)) {
    throw new RequestError('unknownRequest', `there is no request ${name}`);
  }
  const data = parse(name, raw);
  authorise(name, data, session, desk.nameOf);
  await run(name, desk.handlers[name], session, data, acknowledge);
}

/** Ties a handler to the data of its own name, which a union of handlers cannot express. */
function run<N extends RequestName>(
  _name: N,
  handler: Handler<N>,
  session: Session,
  data: RequestData<RequestName>,
  acknowledge: Acknowledge,
): Promise<void> {
  return handler(session, data as RequestData<N>, (ack: AckData<N>) =>
    acknowledge({ ok: true, data: ack }),
  );
}

function parse(name: RequestName, raw: unknown): RequestData<RequestName> {
  checkSize(name, raw);
  const result = requests[name].data.safeParse(raw);
  if (!result.success) throw invalidRequest(`the data of ${name}`, result.error);
  return result.data;
}

/** socket.io refuses what is far too large by closing the connection; this answers the rest. */
function checkSize(name: RequestName, raw: unknown): void {
  let size: number;
  try {
    size = Buffer.byteLength(JSON.stringify(raw, refuseBinary) ?? '');
  } catch (error) {
    throw new RequestError('invalidRequest', `the data of ${name} is no plain document`, {
      cause: error,
    });
  }
  if (size > MESSAGE_MAX_BYTES) {
    const message = `${size} bytes are more than the ${MESSAGE_MAX_BYTES} that a message may have`;
    throw new RequestError('messageTooLarge', message);
  }
}

/** socket.io carries binary, and to a schema it is an object like any other; the protocol has none. */
function refuseBinary(this: Record<string, unknown>, key: string, value: unknown): unknown {
  if (Buffer.isBuffer(this[key])) throw new TypeError('binary data');
  return value;
}

function isRequestName(name: string): name is RequestName {
  return Object.hasOwn(requests, name);
}

/** What was stated before an answer arrives before it. */
function acknowledgeOf(session: Session, args: unknown[]): Acknowledge | null {
  const callback = args.at(-1);
  if (typeof callback !== 'function') return null;
  return (ack) => {
    session.release();
    (callback as Acknowledge)(ack);
  };
}
