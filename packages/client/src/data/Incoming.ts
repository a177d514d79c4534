import type { DataEnd } from '@ottogi/protocol';

/** As much as an honest sender keeps; what comes beyond comes again. */
export const UNRECEIVED_MAX_BYTES = 4 * 1024 * 1024;

export interface DataMessage {
  readonly label: string;
  readonly bytes: Uint8Array;
}

/** What comes from one other peer in order: each once, whichever ways it took, and however often. */
export class Incoming {
  #next = 1;
  /** What came before something that is still missing. */
  readonly #early = new Map<number, DataMessage>();
  #earlyBytes = 0;

  /** All up to this one has come. */
  get receivedSeq(): number {
    return this.#next - 1;
  }

  /** @returns What can be handed on now, in order. */
  take({ seq, base }: Pick<DataEnd, 'seq' | 'base'>, message: DataMessage): DataMessage[] {
    this.#skipTo(base);
    const { length } = message.bytes;
    const isKnown = seq < this.#next || this.#early.has(seq);
    const fits = seq === this.#next || this.#earlyBytes + length <= UNRECEIVED_MAX_BYTES;
    if (!isKnown && fits) {
      this.#early.set(seq, message);
      this.#earlyBytes += length;
    }
    return this.#due();
  }

  /** Nobody sends what is before it any more. */
  #skipTo(base: number): void {
    if (base <= this.#next) return;
    for (const seq of this.#early.keys()) if (seq < base) this.#forget(seq);
    this.#next = base;
  }

  #due(): DataMessage[] {
    const due: DataMessage[] = [];
    for (let next = this.#early.get(this.#next); next; next = this.#early.get(this.#next)) {
      due.push(next);
      this.#forget(this.#next);
      this.#next += 1;
    }
    return due;
  }

  #forget(seq: number): void {
    this.#earlyBytes -= this.#early.get(seq)?.bytes.length ?? 0;
    this.#early.delete(seq);
  }
}
