/**
 * What somebody at a page hears and sees, moment by moment: by pitch what is played (`tones.ts`), by
 * publication what is on the page. It is put into the page before the product's first line.
 */

import type { Page } from 'playwright-core';
import { installEar, type Piece, type Pieces, type ToEar } from './pitchEar.ts';

/** Beside the page, for it lets no other place run anything. */
const EAR_PATH = '/ear.js';

export interface Gaps {
  /** By pitch in Hz, in ms. */
  sounds: Record<number, number>;
  /** By `<peerId> <source>`, in ms; for each it counts as seen too while the mix shows something new. */
  pictures: Record<string, number>;
}

export interface Senses {
  /** From now on it is noted what is heard and seen; what went before is forgotten. */
  begin(): void;
  /** The longest times from then until now without a sound of each pitch, and a new picture of each. */
  gaps(pitches: readonly number[], pictures: readonly string[]): Promise<Gaps>;
  /** The publications of others that are on the page now, as `gaps` names them. */
  shown(): string[];
}

declare global {
  // A `var` is what becomes a property of the global object.
  // oxlint-disable-next-line no-var
  var ottogiSenses: Senses;
}

/** Gives a page that is to be opened the senses for these pitches, in Hz. */
export async function addSenses(page: Page, pitches: number[]): Promise<void> {
  await page.route(`**${EAR_PATH}`, (route) =>
    route.fulfill({ contentType: 'text/javascript', body: `(${installEar.toString()})()` }),
  );
  await page.addInitScript(installSenses, { pitches, earAt: EAR_PATH });
}

/**
 * Runs in the page, so it must be whole in itself.
 * @param options What to listen for, in Hz, and the address of the script of the ear.
 */
function installSenses({ pitches, earAt }: { pitches: number[]; earAt: string }): void {
  /** What has been heard by now the ear has looked at by then, however busy the machine is. */
  const READ_WITHIN_MS = 1_000;
  /** Pieces to either side by which it is told when one was heard: half a second of them. */
  const NEIGHBOURS = 50;

  /** What elements played, from a moment on. */
  interface Playing {
    from: number;
    tracks: Set<MediaStreamTrack>;
  }

  /** A clock that is the same in all threads. */
  const now = () => performance.timeOrigin + performance.now();

  const elements = new Set<HTMLAudioElement>();
  const ear = new Worker(earAt);
  const tracks = new Map<string, MediaStreamTrack>();
  let played: Playing[] = [];
  const seen = new Map<string, number[]>();
  const watched = new WeakSet<HTMLVideoElement>();
  let beganAt = now();

  // What plays voices stands in no document.
  globalThis.Audio = class extends Audio {
    constructor(source?: string) {
      super(source);
      elements.add(this);
    }
  };

  for (const name of ['muted', 'volume', 'srcObject'] as const) afterSetting(name);
  for (const name of ['play', 'pause'] as const) afterCalling(HTMLMediaElement.prototype, name);
  for (const name of ['addTrack', 'removeTrack'] as const)
    afterCalling(MediaStream.prototype, name);

  function afterSetting(name: 'muted' | 'volume' | 'srcObject'): void {
    const original = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, name)!;
    Object.defineProperty(HTMLMediaElement.prototype, name, {
      ...original,
      set(this: HTMLMediaElement, value: unknown) {
        original.set!.call(this, value);
        notePlaying();
      },
    });
  }

  function afterCalling<N extends string>(
    prototype: Record<N, (...given: never[]) => unknown>,
    name: N,
  ): void {
    const original = prototype[name];
    prototype[name] = function noted(this: unknown, ...given: never[]) {
      const result = original.apply(this, given);
      notePlaying();
      return result;
    };
  }

  function notePlaying(): void {
    const audible = [...elements].filter(
      ({ paused, muted, volume }) => !paused && !muted && volume,
    );
    const playing = audible.flatMap(({ srcObject }) =>
      srcObject instanceof MediaStream ? srcObject.getAudioTracks() : [],
    );
    played.push({ from: now(), tracks: new Set(playing) });
  }

  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      this.addEventListener('track', ({ track }) => {
        // mediasoup-client keeps one more track for the packets that probe the bandwidth.
        if (track.kind === 'audio' && track.id !== 'probator') listen(track);
      });
    }
  };

  /** Another thread listens, at once, however busy this one is. */
  function listen(track: MediaStreamTrack): void {
    if (tracks.has(track.id)) return;
    tracks.set(track.id, track);
    // As many pieces are kept for it while it gets no time either.
    const { readable } = new MediaStreamTrackProcessor<AudioData>({ track, maxBufferSize: 200 });
    ear.postMessage({ listen: { id: track.id, readable, pitches } } satisfies ToEar, [readable]);
  }

  /** All that was heard until now since `begin`, by track. */
  async function overheard(): Promise<Pieces> {
    await new Promise((resolve) => setTimeout(resolve, READ_WITHIN_MS));
    const told = new Promise<MessageEvent<Pieces>>((resolve) => {
      ear.addEventListener('message', resolve, { once: true });
    });
    ear.postMessage({ tell: true } satisfies ToEar);
    return (await told).data;
  }

  /** When there was this pitch in what was played. */
  function heard(pitch: number, pieces: Pieces): number[] {
    return [...pieces].flatMap(([id, noted]) =>
      noted.flatMap((piece, index) => {
        if (!piece.pitches.includes(pitch)) return [];
        const at = heardAt(noted, index);
        return isPlayed(id, at) ? [at] : [];
      }),
    );
  }

  /** Pieces are read late where the page is busy, but never early: the promptest around tells. */
  function heardAt(noted: readonly Piece[], index: number): number {
    const around = noted.slice(Math.max(0, index - NEIGHBOURS), index + NEIGHBOURS);
    return noted[index]!.at + Math.min(...around.map(({ at, readAt }) => readAt - at));
  }

  function isPlayed(id: string, at: number): boolean {
    return played.findLast(({ from }) => from <= at)?.tracks.has(tracks.get(id)!) ?? false;
  }

  /** What a video shows; null for one's own picture, and for what shows nothing yet. */
  function subjectOf(video: HTMLVideoElement): string | null {
    const { source, peerId, shown } = video.dataset;
    if (shown !== 'true') return null;
    if (source === 'mix') return 'mix';
    if (peerId === undefined || video.closest('[data-own=true]')) return null;
    return `${peerId} ${source}`;
  }

  function watch(video: HTMLVideoElement): void {
    if (watched.has(video)) return;
    watched.add(video);
    const note = () => {
      const subject = video.isConnected ? subjectOf(video) : null;
      if (subject !== null) momentsOf(subject).push(now());
      video.requestVideoFrameCallback(note);
    };
    video.requestVideoFrameCallback(note);
  }

  function momentsOf(subject: string): number[] {
    const moments = seen.get(subject) ?? [];
    seen.set(subject, moments);
    return moments;
  }

  const videos = () => [...document.querySelectorAll('video')];
  /** What was drawn already is seen from the moment on at which it is shown. */
  function appeared({ target }: MutationRecord): void {
    const subject = target instanceof HTMLVideoElement ? subjectOf(target) : null;
    if (subject !== null) momentsOf(subject).push(now());
  }

  new MutationObserver((changes) => {
    videos().forEach(watch);
    changes.filter(({ type }) => type === 'attributes').forEach(appeared);
  }).observe(document, { childList: true, subtree: true, attributeFilter: ['data-shown'] });

  function longest(moments: readonly number[], endedAt: number): number {
    const all = [beganAt, ...moments, endedAt]
      .filter((at) => at <= endedAt)
      .toSorted((a, b) => a - b);
    return Math.max(...all.map((at, index) => at - (all[index - 1] ?? at)));
  }

  globalThis.ottogiSenses = {
    begin() {
      beganAt = now();
      ear.postMessage({ forget: true } satisfies ToEar);
      for (const moments of seen.values()) moments.length = 0;
      played = [];
      notePlaying();
    },
    async gaps(wanted, pictures) {
      const until = now();
      const pieces = await overheard();
      const mix = momentsOf('mix');
      const sounds = wanted.map((pitch) => [pitch, longest(heard(pitch, pieces), until)] as const);
      const seenOf = (key: string) => longest([...momentsOf(key), ...mix], until);
      return {
        sounds: Object.fromEntries(sounds),
        pictures: Object.fromEntries(pictures.map((key) => [key, seenOf(key)])),
      };
    },
    shown: () => [...new Set(videos().map(subjectOf))].filter((key) => key !== null),
  };
}
