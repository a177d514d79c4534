import type { RtpCapabilities } from '@ottogi/protocol';
import { errors, ortc, type types } from 'mediasoup';
import { RequestError } from '../errors.ts';

/**
 * mediasoup throws on parameters that it does not like (TypeError, UnsupportedError, or the worker's
 * own Error): the sender's fault. That something is closed is nobody's.
 * @throws RequestError `mediaRejected`, `mediaUnavailable`
 */
export async function refusedByMediasoup<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    const code = error instanceof errors.WorkerClosedError ? 'mediaUnavailable' : 'mediaRejected';
    throw new RequestError(code, reasonOf(error), { cause: error });
  }
}

/**
 * Whoever can receive nothing by mistake would sit among black tiles and never know.
 * @throws RequestError `mediaRejected`
 */
export function checkCapabilities(capabilities: RtpCapabilities): void {
  try {
    // It fills in defaults where it looks, so it gets a copy.
    ortc.validateAndNormalizeRtpCapabilities(
      structuredClone(capabilities) as types.RtpCapabilities,
    );
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
