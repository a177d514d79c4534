import type { Source } from '@ottogi/protocol';
import type { Captured, CaptureOptions } from './capture.ts';
import { Convergence } from './Convergence.ts';
import { type ClientError, isSelfMending, toClientError } from './errors.ts';
import type { Shortfall } from './events.ts';
import type { MediaSession } from './MediaSession.ts';
import { Retry } from './Retry.ts';
import type { LocalPublication } from './state.ts';

export interface PublishOptions extends CaptureOptions {
  /**
   * Which microphone or camera (`MediaDeviceInfo.deviceId`): the same as choosing it in the settings
   * of `client.microphone` or `client.camera`. While it is not there, it is the browser's default.
   */
  deviceId?: string;
  /** Publish muted. */
  paused?: boolean;
}

export interface PublisherOwner {
  /**
   * The signal says that nobody waits for it any more.
   * @throws ClientError, and the reason of the signal
   */
  capture(source: Source, options: CaptureOptions, signal: AbortSignal): Promise<Captured>;
  /** A screen came with its sound. */
  soundCaptured(track: MediaStreamTrack): void;
  changed(source: Source, publication: LocalPublication): void;
  /** The track ended by itself: the browser's own button, or an unplugged device. */
  ended(source: Source): void;
  /** A publication that stood is gone, or goes on without a change, and no promise says so. */
  failed(source: Source, error: ClientError, goesOnWithout?: Shortfall): void;
}

interface Wish {
  options: CaptureOptions;
  paused: boolean;
  /** Whether a `publish` still waits to hear how it ends. */
  awaited: boolean;
  error: ClientError | null;
}

interface Told {
  track: MediaStreamTrack;
  paused: boolean;
}

/** Brings one source to where it was last wished: its track, and its producer in the session. */
export class Publisher {
  readonly #source: Source;
  readonly #owner: PublisherOwner;
  readonly #convergence = new Convergence(() => this.#step());
  /** Of what the session could not be told. */
  readonly #retry = new Retry(() => void this.#convergence.run());
  #wish: Wish | null = null;
  /** Why there is no wish, if it was not taken back. */
  #error: ClientError | null = null;
  /** What there is, and what it was asked with. */
  #held: { captured: Captured; options: CaptureOptions } | null = null;
  /** What there is was asked with settings that changed, or has ended. */
  #stale = false;
  /** Of what is being captured. */
  #capturing: AbortController | null = null;
  #session: MediaSession | null = null;
  /** What each session has been told: one may take the place of another, and give it back. */
  readonly #toldBySession = new WeakMap<MediaSession, Told>();

  constructor(source: Source, owner: PublisherOwner) {
    this.#source = source;
    this.#owner = owner;
  }

  /**
   * Resolves when it stands, or when a later wish took its place.
   * @throws ClientError
   */
  async publish({ paused, ...options }: CaptureOptions & { paused?: boolean }): Promise<void> {
    const standing = this.#wish && sameDevice(this.#wish.options, options) ? this.#wish : null;
    const wish = standing ?? {
      options,
      paused: this.#wish?.paused ?? false,
      awaited: true,
      error: null,
    };
    this.#replaceWish(wish);
    this.#error = null;
    await this.setPaused(paused ?? wish.paused);
    wish.awaited = false;
    if (wish.error) throw wish.error;
  }

  /** The track stops at once; `error` says why, if nobody asked for it. */
  unpublish(error: ClientError | null = null): Promise<void> {
    this.#replaceWish(null);
    this.#error = error;
    this.#letGo();
    this.#retry.cancel();
    this.#show();
    return this.#convergence.run();
  }

  /**
   * Captures anew, under the same publication; what there is goes on until then, and if it fails. A
   * track of one's own that lives is left alone.
   */
  renew(): Promise<void> {
    if (this.#wish && this.#wish.options.track?.readyState !== 'live') {
      this.#stale = true;
      this.#capturing?.abort();
    }
    return this.#convergence.run();
  }

  /** Nothing leaves the track from this moment. Without a publication it does nothing. */
  setPaused(paused: boolean): Promise<void> {
    if (this.#wish) this.#wish.paused = paused;
    if (this.#wish && this.#held) this.#held.captured.track.enabled = !paused;
    this.#retry.cancel();
    this.#show();
    return this.#convergence.run();
  }

  /**
   * Publishes in this session from now on, or in none; what another one was told before stands as
   * long as that lives. Where it is the same, the way to the server is whole again.
   */
  attach(session: MediaSession | null): void {
    this.#session = session;
    this.#retry.reset();
    void this.#convergence.run();
  }

  /** A track of one's own is ours from the moment it was given, also where it is never taken up. */
  #replaceWish(wish: Wish | null): void {
    const track = this.#wish?.options.track;
    const kept = track === wish?.options.track || track === this.#held?.options.track;
    if (!kept) track?.stop();
    if (wish !== this.#wish) this.#capturing?.abort();
    this.#wish = wish;
  }

  async #step(): Promise<boolean> {
    const [wish, held] = [this.#wish, this.#held];
    if (wish && (this.#stale || !held || !sameDevice(held.options, wish.options))) {
      await this.#acquire(wish);
      return true;
    }
    return this.#session && !this.#retry.waiting ? this.#tell(this.#session) : false;
  }

  async #acquire(wish: Wish): Promise<void> {
    let captured: Captured;
    this.#stale = false;
    const { signal } = (this.#capturing = new AbortController());
    try {
      captured = await this.#owner.capture(this.#source, wish.options, signal);
    } catch (thrown) {
      // Whoever took it back has written down what is wanted now.
      if (signal.aborted) return;
      const error = toClientError(thrown, 'deviceBusy');
      if (this.#wish !== wish) return;
      // Many phones open one camera at a time: without the old one the next step may succeed.
      if (error.code === 'deviceBusy' && this.#held) this.#letGo();
      else this.#fail(wish, error);
      this.#show();
      return;
    }
    const wanted = this.#wish;
    if (!wanted || !sameDevice(wanted.options, wish.options)) {
      captured.stop();
      return;
    }
    this.#letGo();
    this.#hold(captured, wanted);
    if (captured.sound) this.#owner.soundCaptured(captured.sound);
  }

  #hold(captured: Captured, { options, paused }: Wish): void {
    captured.track.enabled = !paused;
    // A stop() of one's own fires no such event.
    captured.origin?.addEventListener('ended', () => {
      if (this.#held?.captured === captured) this.#owner.ended(this.#source);
    });
    this.#held = { captured, options };
    this.#show();
    // Unplugged while it was being prepared: that event is over.
    if (captured.origin?.readyState === 'ended') this.#owner.ended(this.#source);
  }

  #letGo(): void {
    this.#held?.captured.stop();
    this.#held = null;
  }

  /** Tells the session one thing that it does not know yet; false if there is none. */
  async #tell(session: MediaSession): Promise<boolean> {
    const source = this.#source;
    const told = this.#toldBySession.get(session) ?? null;
    if (!this.#held || !this.#wish) {
      if (!told) return false;
      this.#setTold(session, null);
      await session.closeProducer(source);
      return true;
    }
    const { track } = this.#held.captured;
    const { paused } = this.#wish;
    if (told?.track === track && told.paused === paused) return false;
    this.#setTold(session, {
      track,
      paused: told && told.track !== track ? told.paused : paused,
    });
    try {
      if (!told) await session.produce(source, track, paused);
      else if (told.track !== track) await session.replaceTrack(source, track);
      else await session.setPaused(source, paused);
      this.#retry.reset();
    } catch (thrown) {
      const error = toClientError(thrown, 'mediaRejected');
      if (isSelfMending(error)) this.#tellLater(session, told, error);
      else this.#refused(session, track, error);
    }
    return true;
  }

  #setTold(session: MediaSession, told: Told | null): void {
    if (told) this.#toldBySession.set(session, told);
    else this.#toldBySession.delete(session);
  }

  /** A session that is lost will not be told: it gives way to another one. */
  #tellLater(session: MediaSession, told: Told | null, error: ClientError): void {
    if (this.#session !== session) return;
    this.#setTold(session, told);
    if (this.#wish) this.#retry.later(error);
  }

  #refused(session: MediaSession, track: MediaStreamTrack, error: ClientError): void {
    const overtaken =
      this.#session !== session || this.#held?.captured.track !== track || !this.#wish;
    // The call is ending or being taken up again; a new session will hear of this track.
    if (overtaken || error.code === 'notJoined') return;
    this.#letGo();
    this.#fail(this.#wish!, error);
    this.#show();
  }

  /** Ends a wish that cannot be had. A former device that still runs goes on. */
  #fail(wish: Wish, error: ClientError): void {
    wish.error = error;
    if (this.#held?.captured.origin?.readyState === 'ended') this.#letGo();
    if (this.#held) {
      this.#wish = { ...wish, options: this.#held.options, awaited: false, error: null };
    } else {
      this.#wish = null;
      // Whoever closed the picker knows.
      this.#error = error.code === 'cancelled' ? null : error;
    }
    if (wish.awaited) return;
    if (this.#held) this.#owner.failed(this.#source, error, 'change');
    else this.#owner.failed(this.#source, error);
  }

  #show(): void {
    this.#owner.changed(this.#source, this.#publication());
  }

  #publication(): LocalPublication {
    if (this.#wish && this.#held) {
      return { status: 'live', track: this.#held.captured.track, paused: this.#wish.paused };
    }
    if (this.#wish) return { status: 'starting' };
    return this.#error ? { status: 'failed', error: this.#error } : { status: 'off' };
  }
}

function sameDevice(a: CaptureOptions, b: CaptureOptions): boolean {
  return a.track === b.track && JSON.stringify(a.constraints) === JSON.stringify(b.constraints);
}
