import { ClientError } from '../errors.ts';
import { PART_BYTES } from './messages.ts';
import type { Sha256 } from './sha256.ts';

/** Read from the disk at once. */
const BLOCK_BYTES = 64 * PART_BYTES;

export interface FileSendingOwner {
  /** False where there is no room for it now; then `pump` is called when there may be. */
  sendPart(bytes: Uint8Array): boolean;
  /** The same, for the end of it. */
  sendEnd(sha256: string): boolean;
  failed(error: ClientError): void;
}

/** The parts of one file, one after the other, as fast as they are taken. */
export class FileSending {
  readonly #file: Blob;
  readonly #hash: Sha256;
  readonly #owner: FileSendingOwner;
  #block = new Uint8Array();
  /** How much of the block has gone. */
  #at = 0;
  #readBytes = 0;
  #reading = false;
  /** Of all, once all has gone. */
  #sha256: string | null = null;
  #over = false;

  constructor(file: Blob, hash: Sha256, owner: FileSendingOwner) {
    this.#file = file;
    this.#hash = hash;
    this.#owner = owner;
  }

  get sentBytes(): number {
    return this.#readBytes - this.#block.length + this.#at;
  }

  /** Sends what there is room for. */
  pump(): void {
    if (this.#reading || this.#over) return;
    while (this.#at < this.#block.length) {
      const part = this.#block.subarray(this.#at, this.#at + PART_BYTES);
      if (!this.#owner.sendPart(part)) return;
      this.#hash.update(part);
      this.#at += part.length;
    }
    if (this.#readBytes < this.#file.size) void this.#read();
    else {
      this.#sha256 ??= this.#hash.hex();
      this.#over = this.#owner.sendEnd(this.#sha256);
    }
  }

  close(): void {
    this.#over = true;
  }

  async #read(): Promise<void> {
    this.#reading = true;
    const end = Math.min(this.#readBytes + BLOCK_BYTES, this.#file.size);
    try {
      const block = new Uint8Array(await this.#file.slice(this.#readBytes, end).arrayBuffer());
      this.#block = block;
      this.#at = 0;
      this.#readBytes = end;
    } catch (cause) {
      // It was changed or taken away after it was chosen.
      const error = new ClientError('fileUnreadable', 'the file cannot be read', { cause });
      if (!this.#over) this.#owner.failed(error);
      this.#over = true;
    } finally {
      this.#reading = false;
    }
    this.pump();
  }
}
