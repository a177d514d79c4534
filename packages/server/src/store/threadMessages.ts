/** What the server's thread and the store's thread say to each other. */
import type { OperationName } from './operations/operation.ts';
import type { StoreError } from './Store.ts';

export interface Request {
  requestId: number;
  name: OperationName;
  args: readonly unknown[];
}

/** An error on its way: of a class of ours only the message would arrive. */
export interface Failure {
  code: StoreError['code'];
  message: string;
  cause: unknown;
}

export type Outcome =
  | { requestId: number; is: 'done'; value: unknown }
  | { requestId: number; is: 'failed'; failure: Failure };

/** `open` comes first; after `close` nothing more is said. */
export type ToThread = { kind: 'open' } | { kind: 'request'; request: Request } | { kind: 'close' };

export type FromThread =
  | { kind: 'opened' }
  | { kind: 'refused'; failure: Failure }
  | { kind: 'outcomes'; outcomes: readonly Outcome[] };
