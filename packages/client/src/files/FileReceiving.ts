import type { Sha256 } from './sha256.ts';

/** A browser keeps a Blob wherever it likes, the disk too; what is in no Blob yet is in memory. */
const LOOSE_MAX_BYTES = 4 * 1024 * 1024;

/** One file, as its parts come. */
export class FileReceiving {
  readonly #sizeBytes: number;
  readonly #hash: Sha256;
  readonly #blobs: Blob[] = [];
  #loose: Uint8Array<ArrayBuffer>[] = [];
  #looseBytes = 0;
  #receivedBytes = 0;

  constructor(sizeBytes: number, hash: Sha256) {
    this.#sizeBytes = sizeBytes;
    this.#hash = hash;
  }

  get receivedBytes(): number {
    return this.#receivedBytes;
  }

  /** False for what is more than was said. */
  take(bytes: Uint8Array): boolean {
    if (this.#receivedBytes + bytes.length > this.#sizeBytes) return false;
    this.#hash.update(bytes);
    this.#loose.push(bytes.slice());
    this.#looseBytes += bytes.length;
    this.#receivedBytes += bytes.length;
    if (this.#looseBytes >= LOOSE_MAX_BYTES) this.#bind();
    return true;
  }

  /** All of it; null where that is not what was sent. */
  finish(sha256: string): Blob | null {
    this.#bind();
    const whole = this.#receivedBytes === this.#sizeBytes && this.#hash.hex() === sha256;
    return whole ? new Blob(this.#blobs, { type: 'application/octet-stream' }) : null;
  }

  #bind(): void {
    this.#blobs.push(new Blob(this.#loose));
    this.#loose = [];
    this.#looseBytes = 0;
  }
}
