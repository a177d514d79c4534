import { FrameOpener, type Opened } from './FrameOpener.ts';
import { FrameSealer } from './FrameSealer.ts';
import type { SenderKey } from './SenderKey.ts';
import type { Frame, StreamOptions } from './workerMessages.ts';

/** How often it is said of a peer that its key is missing. */
const SAY_MISSING_MS = 1_000;

/** What becomes of frames in the worker: sealed or opened, or else dropped. None passes as it came. */
export class FrameTransforms {
  readonly #missing: (peerId: string) => void;
  readonly #sealer = new FrameSealer();
  readonly #openers = new Map<string, FrameOpener>();
  readonly #saidMissing = new Map<string, number>();

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
  }

  forget(peerId: string): void {
    this.#openers.delete(peerId);
    this.#saidMissing.delete(peerId);
  }

  /** For one sender or receiver. It does not fail, whatever comes. */
  stream({ peerId, ...kind }: StreamOptions): TransformStream<Frame, Frame> {
    const turn = async (data: Uint8Array): Promise<Uint8Array<ArrayBuffer> | null> => {
      if (peerId === null) return this.#sealer.seal(kind, data);
      const opened = await this.#openers.get(peerId)?.open(kind, data);
      return this.#opened(peerId, opened);
    };
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

  #opened(peerId: string, opened: Opened | undefined): Uint8Array<ArrayBuffer> | null {
    if (opened?.status === 'opened') return opened.data;
    if (opened?.status === 'refused') return null;
    const now = performance.now();
    if (now - (this.#saidMissing.get(peerId) ?? -Infinity) >= SAY_MISSING_MS) {
      this.#saidMissing.set(peerId, now);
      this.#missing(peerId);
    }
    return null;
  }
}
