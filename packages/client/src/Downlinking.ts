import {
  type AckData,
  type Downlink,
  type DownlinkKind,
  isMix,
  kindOf,
  type Notification,
} from '@ottogi/protocol';
import { Convergence } from './Convergence.ts';
import { isSelfMending, toClientError } from './errors.ts';
import { LINGER_MS } from './linger.ts';
import type { MediaSession } from './MediaSession.ts';
import type { Reading } from './readings.ts';
import { Retry } from './Retry.ts';
import type { Requests } from './Signal.ts';
import {
  type DownlinkState,
  type DownlinkWish,
  INITIAL_STATE,
  keyParts,
  type RoomState,
  type TrackKey,
} from './state.ts';
import { type Looked, WeakLink } from './WeakLink.ts';

export interface DownlinkingOwner {
  readonly signal: Requests;
  state(): RoomState;
  /** What the tiles of the others would show and let hear now. */
  sentByOthers(): TrackKey[];
  changed(downlink: DownlinkState): void;
}

/** How often it is looked whether what is to come is there: less than anybody sees. */
const LOOK_EVERY_MS = 60;

/** Whoever shows nothing by then is not waited for: better a tile that comes late. */
const TILES_WITHIN_MS = 3_000;

/** As many packets of a sound as hold a tenth of a second: it flows. */
const FLOWING_PACKETS = 5;

const NONE = INITIAL_STATE.downlink;

/**
 * Brings what one receives to what one wishes, the tiles or the mix: what is to come comes beside
 * what is there, is looked at until it can be seen and heard, and only then takes its place. A mix
 * that is lost gives way to the tiles at once.
 */
export class Downlinking {
  readonly #owner: DownlinkingOwner;
  readonly #convergence = new Convergence(() => this.#step());
  readonly #retry = new Retry(() => void this.#convergence.run());
  readonly #weakLink = new WeakLink();
  #session: MediaSession | null = null;
  #wish: DownlinkWish = 'auto';
  #waiting: PromiseWithResolvers<void>[] = [];
  /** What the server was told last; null without a membership. */
  #told: DownlinkKind | null = null;
  /** What the server said last. */
  #document: Downlink | null = null;
  #shown: DownlinkKind = 'tiles';
  #shownSince = 0;
  #error: DownlinkState['error'] = null;
  #looking = false;
  /** Since when the tiles are waited for (`performance.now()`). */
  #tilesSince: number | null = null;

  constructor(owner: DownlinkingOwner) {
    this.#owner = owner;
  }

  /** @throws ClientError */
  set(wish: DownlinkWish): Promise<void> {
    this.#wish = wish;
    this.#error = null;
    if (wish !== 'auto') this.#weakLink.giveUp();
    this.#retry.reset();
    const waiting = Promise.withResolvers<void>();
    this.#waiting.push(waiting);
    this.#show();
    void this.#convergence.run();
    return waiting.promise;
  }

  /** A membership stands, on this session; a new one has been told nothing. */
  entered(session: MediaSession, again: boolean): void {
    this.#session = session;
    this.#told = again ? (this.#told ?? 'tiles') : 'tiles';
    if (!again) this.#forget();
    this.#show();
    this.#retry.reset();
    void this.#convergence.run();
    this.update();
  }

  exited(): void {
    this.#session = null;
    this.#told = null;
    this.#retry.cancel();
    this.#forget();
    this.#show();
  }

  notified({ name, data }: Notification): void {
    if (name === 'downlinkChanged' && data.peerId === this.#peerId()) this.#take(data);
  }

  snapshotTaken({ call }: AckData<'getSnapshot'>): void {
    if (call && call.peerId === this.#peerId()) this.#take(call.downlink);
  }

  /** How well everything gets through, every other second. */
  looked(looked: Looked): void {
    const { mix, ruled } = this.#document ?? NONE;
    if (this.#wish !== 'auto' || mix === 'unavailable' || ruled) return;
    const before = this.#weakLink.weak;
    if (this.#weakLink.take(looked, this.#shown === 'mix') === before) return;
    this.#show();
    void this.#convergence.run();
  }

  /** What arrives may have changed. */
  update(): void {
    if (this.#shown === 'mix') this.#follow(this.#mixKey());
    if (!this.#looking && this.#isChanging()) void this.#look();
  }

  #take({ wanted, ruled, mix, layerHeights }: Downlink): void {
    this.#document = { wanted, ruled, mix, layerHeights };
    // A membership that the server began anew knows of no wish.
    if (!ruled && this.#told !== null) this.#told = wanted;
    this.#show();
    void this.#convergence.run();
    this.update();
  }

  /** The lines of the layers of the mix. */
  get layerHeights(): readonly number[] {
    return this.#document?.layerHeights ?? [];
  }

  #desired(): DownlinkKind {
    if (this.#wish !== 'auto') return this.#wish;
    return this.#weakLink.weak ? 'mix' : 'tiles';
  }

  async #step(): Promise<boolean> {
    const [told, desired] = [this.#told, this.#desired()];
    if (told !== null && this.#retry.waiting) return false;
    const waiting = this.#waiting;
    // Without a call there is nobody to tell; the next one will be told.
    if (told === null || told === desired) {
      this.#waiting = [];
      for (const { resolve } of waiting) resolve();
      return false;
    }
    try {
      await this.#owner.signal.request('setDownlink', { downlink: desired });
      if (this.#told === told) this.#told = desired;
      this.#retry.reset();
      return true;
    } catch (thrown) {
      const error = toClientError(thrown, 'internal');
      if (this.#told === null || error.code === 'serverUnreachable') return false;
      if (isSelfMending(error)) {
        this.#retry.later(error);
        return false;
      }
      // It cannot be had: everything stays as it is, and who asked hears why.
      if (this.#wish !== 'auto') this.#error = error;
      this.#wish = 'auto';
      this.#weakLink.giveUp();
      this.#waiting = [];
      for (const { reject } of waiting) reject(error);
      this.#show();
      return true;
    }
  }

  #isChanging(): boolean {
    if (!this.#session) return false;
    const { wanted } = this.#document ?? NONE;
    if (wanted === 'mix' && !this.#mixKey()) return false;
    return this.#shown !== wanted || this.#has(wanted === 'mix' ? 'tiles' : 'mix');
  }

  /** Whether anything of this kind arrives. */
  #has(downlink: DownlinkKind): boolean {
    const keys = [...(this.#session?.arrivals.keys() ?? [])];
    return keys.some((key) => isMix(keyParts(key).source) === (downlink === 'mix'));
  }

  /** Looks until nothing is to be changed any more. */
  async #look(): Promise<void> {
    this.#looking = true;
    while (this.#isChanging()) {
      const [session, document] = [this.#session, this.#document];
      try {
        const reading = await session?.read();
        const same = session === this.#session && document === this.#document;
        if (reading && same) await this.#compare(reading);
      } catch {
        // The session or the connection is over; the next one begins anew.
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    this.#tilesSince = null;
    this.#looking = false;
  }

  async #compare(reading: Reading): Promise<void> {
    const { wanted } = this.#document ?? NONE;
    const shows = wanted === 'mix' ? this.#mixShows(reading) : this.#tilesShow(reading);
    if (!shows && this.#shown !== wanted) return;
    if (this.#shown !== wanted) {
      this.#become(wanted);
      this.#shownSince = performance.now();
    }
    if (performance.now() - this.#shownSince < LINGER_MS) return;
    await this.#owner.signal.request('settleDownlink', { downlink: wanted });
  }

  #mixShows({ received }: Reading): boolean {
    const picture = this.#mixKey();
    if (!picture) return false;
    const sound = received.get(soundOf(picture));
    return (
      (received.get(picture)?.framesDecoded ?? 0) > 0 && (sound?.packets ?? 0) >= FLOWING_PACKETS
    );
  }

  /** Nobody and nothing of the mix is to be missing, apart from what keeps everything waiting. */
  #tilesShow({ received }: Reading): boolean {
    const now = performance.now();
    this.#tilesSince ??= now;
    if (now - this.#tilesSince > TILES_WITHIN_MS) return true;
    return this.#owner.sentByOthers().every((key) => {
      const { framesDecoded = 0, packets = 0 } = received.get(key) ?? {};
      const picture = kindOf(keyParts(key).source) === 'video';
      return picture ? framesDecoded > 0 : packets >= FLOWING_PACKETS;
    });
  }

  /** Of the picture, where it and its sound arrive; null where they do not. */
  #mixKey(): TrackKey | null {
    const { tracks } = this.#owner.state();
    const pictures = [...tracks.keys()].filter((key) => keyParts(key).source === 'mix');
    return pictures.findLast((key) => tracks.has(soundOf(key))) ?? null;
  }

  /** The mix that is shown is lost, or another mixer has made one in its place. */
  #follow(picture: TrackKey | null): void {
    if (!picture) this.#become('tiles');
    else if (picture !== this.#owner.state().downlink.picture) this.#show();
  }

  #become(shown: DownlinkKind): void {
    this.#shown = shown;
    this.#show();
  }

  #forget(): void {
    this.#document = null;
    this.#shown = 'tiles';
    this.#tilesSince = null;
  }

  #peerId(): string | null {
    const { call } = this.#owner.state();
    return call.status === 'joined' ? call.peerId : null;
  }

  #show(): void {
    const { wanted, ruled, mix } = this.#document ?? NONE;
    this.#owner.changed({
      wish: this.#wish,
      wanted,
      ruled,
      weak: this.#weakLink.weak && !ruled,
      mix,
      shown: this.#shown,
      picture: this.#shown === 'mix' ? this.#mixKey() : null,
      error: this.#error,
    });
  }
}

function soundOf(picture: TrackKey): TrackKey {
  return `${keyParts(picture).peerId}/mixAudio`;
}
