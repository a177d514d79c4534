import { kindOf } from '@ottogi/protocol';
import type { Bytes } from './bytes.ts';
import type { StreamKind } from './frameFormat.ts';
import { FrameOpener } from './FrameOpener.ts';
import { FrameSealer } from './FrameSealer.ts';
import type { SenderKey } from './SenderKey.ts';
import type { Frame, StreamOptions } from './workerMessages.ts';

/** How often it is said of a peer that its key is missing. */
const SAY_MISSING_MS = 1_000;

/** Pictures that were early wait so long for their key. Browsers queue two seconds of them. */
const HELD_MS = 1_000;

/** What becomes of frames in the worker: sealed or opened, or else dropped. None passes as it came. */
export class FrameTransforms {
  readonly #missing: (peerId: string) => void;
  readonly #sealer = new FrameSealer();
  readonly #openers = new Map<string, FrameOpener>();
  readonly #saidMissing = new Map<string, number>();
  /** Resolves when one more key opens something, of whomever. */
  #nextKey = Promise.withResolvers<void>();

  constructor(missing: (peerId: string) => void) {
    this.#missing = missing;
  }

  use(key: SenderKey): Promise<void> {
    return this.#sealer.use(key);
  }

  async add(peerId: string, key: SenderKey): Promise<void> {
    const opener = this.#openers.get(peerId) ?? new FrameOpener(() => performance.now());
    this.#openers.set(peerId, opener);
    await opener.add(key);
    this.#nextKey.resolve();
    this.#nextKey = Promise.withResolvers();
  }

  forget(peerId: string): void {
    this.#openers.delete(peerId);
    this.#saidMissing.delete(peerId);
  }

  /** For one sender or receiver. It does not fail, whatever comes. */
  stream({ peerId, ...kind }: StreamOptions): TransformStream<Frame, Frame> {
    const turn =
      peerId === null
        ? (data: Uint8Array) => this.#sealer.seal(kind, data)
        : this.#opening(peerId, kind);
    return new TransformStream({
      async transform(frame, controller) {
        try {
          const data = await turn(new Uint8Array(frame.data));
          if (!data) return;
          frame.data = data.buffer;
          controller.enqueue(frame);
        } catch {
          // What cannot be sealed does not go out; and one bad frame ends no stream.
        }
      },
    });
  }

  /**
   * Who comes gets the key frame that was made for them perhaps before its key. Dropped, it would be
   * missed by every picture up to the next one; a voice that is late is not played anyway.
   */
  #opening(peerId: string, kind: StreamKind): (data: Uint8Array) => Promise<Bytes | null> {
    const heldMs = kindOf(kind.source) === 'video' ? HELD_MS : 0;
    let unopenedSince: number | null = null;
    const open = async (data: Uint8Array): Promise<Bytes | null> => {
      const { promise: nextKey } = this.#nextKey;
      const opened = await this.#openers.get(peerId)?.open(kind, data);
      if (opened?.status === 'refused') return null;
      if (opened?.status === 'opened') {
        unopenedSince = null;
        return opened.data;
      }
      this.#sayMissing(peerId);
      if (opened?.status === 'past') return null;
      const now = performance.now();
      unopenedSince ??= now;
      const leftMs = unopenedSince + heldMs - now;
      if (leftMs <= 0) return null;
      await within(nextKey, leftMs);
      return open(data);
    };
    return open;
  }

  #sayMissing(peerId: string): void {
    const now = performance.now();
    if (now - (this.#saidMissing.get(peerId) ?? -Infinity) < SAY_MISSING_MS) return;
    this.#saidMissing.set(peerId, now);
    this.#missing(peerId);
  }
}

/** Resolves with the promise, or when the time is over. */
async function within(promise: Promise<void>, ms: number): Promise<void> {
  const over = Promise.withResolvers<void>();
  const timer = setTimeout(() => over.resolve(), ms);
  await Promise.race([promise, over.promise]);
  clearTimeout(timer);
}
