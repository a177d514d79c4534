import { ClientError } from '../errors.ts';
import type { FileReceiving } from './FileReceiving.ts';
import type { FileSending } from './FileSending.ts';
import type { Transfer } from './Transfer.ts';

/** Progress is told no more often. */
const TELL_EVERY_MS = 100;

export type TransferAbout = Pick<
  Transfer,
  'transferId' | 'direction' | 'peerId' | 'peerName' | 'name' | 'sizeBytes'
>;

/** One transfer as it goes on: how it stands, and what sends or receives it. */
export class FileTransfer {
  /** Until it is over. */
  sending: FileSending | null = null;
  receiving: FileReceiving | null = null;
  #document: Transfer;
  readonly #changed: () => void;
  #toldAt = 0;
  #goneTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(about: TransferAbout, changed: () => void) {
    const status = 'offered';
    this.#document = { ...about, status, receivedBytes: 0, error: null, file: null };
    this.#changed = changed;
  }

  get document(): Transfer {
    return this.#document;
  }

  /** Whether anything may still become of it. */
  get isOpen(): boolean {
    return this.isOffered || this.isFlowing;
  }

  get isOffered(): boolean {
    return this.#document.status === 'offered';
  }

  get isFlowing(): boolean {
    return this.#document.status === 'flowing';
  }

  flow(): void {
    this.#change({ status: 'flowing' });
  }

  progress(receivedBytes: number): void {
    const now = performance.now();
    if (receivedBytes <= this.#document.receivedBytes || now < this.#toldAt + TELL_EVERY_MS) return;
    this.#toldAt = now;
    this.#change({ receivedBytes });
  }

  /** @param file What came, for its receiver. */
  complete(file: Blob | null): void {
    this.#end({ status: 'done', receivedBytes: this.#document.sizeBytes, file });
  }

  /** By the other end. */
  endedAs(status: 'refused' | 'cancelled'): void {
    this.#end({ status });
  }

  fail(error: ClientError): void {
    this.#end({ status: 'failed', error });
  }

  failGone(): void {
    this.fail(new ClientError('peerLeft', `${this.#document.peerId} left the call`));
  }

  /** Whoever is not in the call, of whom nobody said that they left, is gone after this long. */
  setThere(isThere: boolean, goneAfterMs: number): void {
    if (!isThere) this.#goneTimer ??= setTimeout(() => this.failGone(), goneAfterMs);
    else {
      clearTimeout(this.#goneTimer);
      this.#goneTimer = undefined;
    }
  }

  /** Nothing is sent or received any more. */
  close(): void {
    clearTimeout(this.#goneTimer);
    this.sending?.close();
    this.sending = null;
    this.receiving = null;
  }

  #end(changes: Partial<Transfer>): void {
    this.close();
    this.#change(changes);
  }

  #change(changes: Partial<Transfer>): void {
    this.#document = { ...this.#document, ...changes };
    this.#changed();
  }
}
