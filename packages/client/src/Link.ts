import type { MediaState } from './state.ts';

/**
 * How long a transport may take to connect before people are told that something is in the way. The
 * server gives it up a little later, and another one is tried.
 */
const BLOCKED_AFTER_MS = 12_000;

/** How one transport is doing. It matters from when it has something to carry. */
export class Link {
  readonly #changed: () => void;
  #loaded = false;
  #state: MediaState = 'connecting';
  #silent = false;
  #down = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get media(): MediaState {
    if (!this.#loaded) return 'connected';
    return this.#silent && this.#state === 'connected' ? 'connecting' : this.#state;
  }

  /** Whether it has something to carry, and the browser knows that it cannot. */
  get isDown(): boolean {
    return this.#loaded && this.#down;
  }

  /** Nothing comes through, whatever the browser thinks, or it does again. */
  set silent(silent: boolean) {
    if (silent === this.#silent) return;
    this.#silent = silent;
    this.#changed();
  }

  /** There is something to carry now. */
  load(): void {
    if (this.#loaded) return;
    this.#loaded = true;
    if (this.#state === 'connecting') this.#startTimer();
    this.#changed();
  }

  /** Takes the transport's `connectionState` (W3C RTCPeerConnectionState). */
  update(state: RTCPeerConnectionState): void {
    this.#down = state === 'disconnected' || state === 'failed';
    const next = mediaOf(state);
    if (next === this.#state) return;
    // A transport that was given up stays so until it is connected after all.
    if (this.#state === 'blocked' && next === 'connecting') return;
    this.#state = next;
    clearTimeout(this.#timer);
    if (next === 'connecting' && this.#loaded) this.#startTimer();
    this.#changed();
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #startTimer(): void {
    this.#timer = setTimeout(() => {
      this.#state = 'blocked';
      this.#changed();
    }, BLOCKED_AFTER_MS);
  }
}

/** All links as one: the worst of them. */
export function worst(links: readonly Link[]): MediaState {
  const states = new Set(links.map((link) => link.media));
  if (states.has('blocked')) return 'blocked';
  return states.has('connecting') ? 'connecting' : 'connected';
}

function mediaOf(state: RTCPeerConnectionState): MediaState {
  switch (state) {
    case 'connected':
      return 'connected';
    case 'failed':
    case 'closed':
      return 'blocked';
    case 'new':
    case 'connecting':
    case 'disconnected':
      return 'connecting';
  }
}
