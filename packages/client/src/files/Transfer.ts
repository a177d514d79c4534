import type { ClientError } from '../errors.ts';

/** The largest file: browsers keep more than this of one page neither in memory nor beside it. */
export const HAND_OVER_MAX_BYTES = 1024 ** 3;

/**
 * `offered`: its receiver has not answered. `flowing`: on its way. `done`: all of it came, and is
 * what was sent. `refused` and `cancelled` by the other end: what one ends oneself is gone at once.
 */
export type TransferStatus = 'offered' | 'flowing' | 'done' | 'refused' | 'cancelled' | 'failed';

/** A file on its way from one peer of the call to another. Immutable. */
export interface Transfer {
  readonly transferId: string;
  readonly direction: 'outgoing' | 'incoming';
  /** Who is at the other end, and how they were called at the beginning: they may be gone by now. */
  readonly peerId: string;
  readonly peerName: string;
  /** The name of the file at its sender: to be shown, never a path. */
  readonly name: string;
  readonly sizeBytes: number;
  /** How much of it is with its receiver. */
  readonly receivedBytes: number;
  readonly status: TransferStatus;
  /** Why it `failed`: `peerLeft`, `superseded`, `fileDamaged`, `fileUnreadable`; else null. */
  readonly error: ClientError | null;
  /** What came, once it is `done`, of no type that a browser would open: to be saved. Else null. */
  readonly file: Blob | null;
}
