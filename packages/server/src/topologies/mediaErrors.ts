import { RequestError } from '../errors.ts';

/**
 * mediasoup throws on parameters that it does not like (TypeError, UnsupportedError, or the worker's
 * own Error): the sender's fault.
 * @throws RequestError `mediaRejected`
 */
export async function refusedByMediasoup<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw new RequestError('mediaRejected', reasonOf(error), { cause: error });
  }
}

/**
 * What takes no parameters of a client's fails only when the worker is gone.
 * @throws RequestError `mediaUnavailable`
 */
export async function unavailable<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw new RequestError('mediaUnavailable', reasonOf(error), { cause: error });
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
