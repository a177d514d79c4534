import { StoreError } from './Store.ts';
import type { Failure } from './threadMessages.ts';

/** Whatever is not `missing` is SQLite's refusal, or a fault of ours: in both cases try again. */
export function failureOf(error: unknown): Failure {
  if (error instanceof StoreError) {
    return { code: error.code, message: error.message, cause: error.cause ?? null };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'unavailable', message, cause: error };
}

export function errorOf({ code, message, cause }: Failure): StoreError {
  return new StoreError(code, message, { cause });
}
