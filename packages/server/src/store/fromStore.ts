import { RequestError } from '../errors.ts';
import { StoreError } from './Store.ts';

/**
 * What the store refuses, as whoever asked for it is told.
 * @throws RequestError `notFound`, `storeUnavailable`
 */
export async function fromStore<T>(operation: Promise<T>): Promise<T> {
  try {
    return await operation;
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    const code = error.code === 'missing' ? 'notFound' : 'storeUnavailable';
    throw new RequestError(code, error.message, { cause: error });
  }
}
