import type { StreamKind } from './frameFormat.ts';
import type { SenderKey } from './SenderKey.ts';
import type { Frame, FromWorker, StreamOptions, ToWorker } from './workerMessages.ts';

/** What a media session has to do so that nothing but sealed frames leave, and only opened ones are played. */
export interface FrameProtection {
  /** For its RTCPeerConnection. */
  readonly settings: Partial<RTCConfiguration>;
  /** To be called before anything is negotiated for this sender: from then on it sends nothing else. */
  seal(sender: RTCRtpSender, kind: StreamKind): void;
  open(receiver: RTCRtpReceiver, kind: StreamKind, peerId: string): void;
  /** Resolves when nothing is sealed or opened any more: the session is of no use then. */
  readonly lost: Promise<void>;
}

/** Makes the worker: by the page's bundler, or as the page says. */
export type CreateEncryptionWorker = () => Worker;

export interface EncryptionOptions {
  /** Makes the worker that encrypts, where the bundler does not find it by itself. */
  createEncryptionWorker?: CreateEncryptionWorker;
}

interface EncodedStreams {
  createEncodedStreams(): { readable: ReadableStream<Frame>; writable: WritableStream<Frame> };
}

const PING_MS = 1_000;

/** In this form bundlers see that it is a worker, and bundle it. */
export function defaultEncryptionWorker(): Worker {
  return new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
}

/** Whether this browser lets frames be sealed, one way or the other. */
export function canSealFrames(): boolean {
  return hasScriptTransform() || hasEncodedStreams();
}

function hasScriptTransform(): boolean {
  return 'RTCRtpScriptTransform' in globalThis;
}

/** Chromium before 141. */
function hasEncodedStreams(): boolean {
  return (
    'RTCRtpSender' in globalThis && 'createEncodedStreams' in globalThis.RTCRtpSender.prototype
  );
}

/** The page's side of the worker, which dies unseen: so it is asked every second whether it lives. */
export class FrameWorker implements FrameProtection {
  readonly #worker: Worker;
  readonly #lost = Promise.withResolvers<void>();
  readonly #pings: ReturnType<typeof setInterval>;
  #unanswered = 0;
  #dead = false;

  constructor(worker: Worker, missing: (peerId: string) => void) {
    this.#worker = worker;
    worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
      this.#unanswered = 0;
      if (data.type === 'missing') missing(data.peerId);
    });
    // It did not load, or threw what nobody caught.
    worker.addEventListener('error', () => this.close());
    this.#pings = setInterval(() => this.#ping(), PING_MS);
  }

  get settings(): Partial<RTCConfiguration> {
    // Not in the types any more, since the newer way needs no word about it.
    return hasScriptTransform() ? {} : ({ encodedInsertableStreams: true } as object);
  }

  get lost(): Promise<void> {
    return this.#lost.promise;
  }

  get dead(): boolean {
    return this.#dead;
  }

  use(key: SenderKey): void {
    this.#post({ type: 'use', key });
  }

  add(peerId: string, key: SenderKey): void {
    this.#post({ type: 'add', peerId, key });
  }

  forget(peerId: string): void {
    this.#post({ type: 'forget', peerId });
  }

  seal(sender: RTCRtpSender, kind: StreamKind): void {
    this.#attach(sender, { ...kind, peerId: null });
  }

  open(receiver: RTCRtpReceiver, kind: StreamKind, peerId: string): void {
    this.#attach(receiver, { ...kind, peerId });
  }

  /** Idempotent. What was sealed by it flows no more. */
  close(): void {
    if (this.#dead) return;
    this.#dead = true;
    clearInterval(this.#pings);
    this.#worker.terminate();
    this.#lost.resolve();
  }

  #attach(end: RTCRtpSender | RTCRtpReceiver, options: StreamOptions): void {
    if (hasScriptTransform()) {
      end.transform = new RTCRtpScriptTransform(this.#worker, options);
      return;
    }
    const { readable, writable } = (end as unknown as EncodedStreams).createEncodedStreams();
    this.#post({ type: 'pipe', readable, writable, options }, [readable, writable]);
  }

  /** Two in a row, since of the first one the answer may be waiting behind a page that slept. */
  #ping(): void {
    if (this.#unanswered >= 2) {
      this.close();
      return;
    }
    this.#unanswered += 1;
    this.#post({ type: 'ping' });
  }

  #post(message: ToWorker, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer);
  }
}
