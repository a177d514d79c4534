import { EventEmitter } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LiveRecording, RecordingEndReason } from '@ottogi/protocol';
import { systemClock, type After } from '../clock.ts';
import type { Limits } from '../limits/limits.ts';
import type { Logger } from '../logger.ts';
import { continues, type Feed, isOver as hasEnded } from './Feed.ts';
import type { Ffmpeg } from './Ffmpeg.ts';
import { finish } from './finish.ts';
import { joinMix } from './joinMix.ts';
import type { Manifest, RecordedStretch } from './Manifest.ts';
import { Stretch } from './Stretch.ts';

const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5_000;

export interface RecordingParts {
  manifest: Manifest;
  folder: string;
  ffmpeg: Ffmpeg;
  freeBytes: () => Promise<number>;
  bounds: Limits['recordings'];
  longestMs: number;
  after: After;
  logger: Logger;
}

interface RecordingEvents {
  /** It is over; its last files are about to be whole. */
  ending: [reason: RecordingEndReason];
}

/** A room that is being recorded: each feed in files of its own, as it comes. */
export class Recording extends EventEmitter<RecordingEvents> {
  readonly live: LiveRecording;
  readonly #parts: RecordingParts;
  readonly #logger: Logger;
  readonly #stretches = new Set<Stretch>();
  readonly #tasks = new Set<Promise<void>>();
  readonly #callOffs = new Map<'length' | 'space', () => void>();
  readonly #ended = new AbortController();
  #files = 0;
  #ending: Promise<void> | null = null;

  constructor(live: LiveRecording, parts: RecordingParts) {
    super();
    this.live = live;
    this.#parts = parts;
    this.#logger = parts.logger.child({ recordingId: live.recordingId });
    const { longestMs, after } = parts;
    this.#callOffs.set(
      'length',
      after(longestMs, () => void this.end('tooLong')),
    );
    this.#watchSpace();
  }

  get roomId(): string {
    return this.#parts.manifest.document.room.roomId;
  }

  get manifest(): Manifest {
    return this.#parts.manifest;
  }

  /** What is written now, as `GET /api/state` shows it. */
  documents() {
    return [...this.#stretches].map((stretch) => ({
      file: stretch.file,
      peerId: stretch.feed.peerId,
      source: stretch.feed.source,
      state: stretch.hasBegun ? 'writing' : 'waiting',
    }));
  }

  /** From now on this is recorded, until it ends. */
  take(feed: Feed): void {
    this.#run(this.#keep(feed));
  }

  /** Resolves when every file is whole. The first reason counts. */
  end(reason: RecordingEndReason): Promise<void> {
    if (!this.#ending) {
      this.#ending = this.#end(reason);
      this.emit('ending', reason);
    }
    return this.#ending;
  }

  async #end(reason: RecordingEndReason): Promise<void> {
    const endedAt = Date.now();
    this.#ended.abort();
    for (const callOff of this.#callOffs.values()) callOff();
    for (const stretch of this.#stretches) stretch.stop();
    // What keeps a feed leaves its last file to be finished.
    while (this.#tasks.size > 0) await Promise.all(this.#tasks);
    await this.#join();
    await this.#noted(this.manifest.update({ endedAt, endReason: reason }));
  }

  /** Never rejects: what cannot be joined plays as it is. */
  async #join(): Promise<void> {
    const { freeBytes, bounds } = this.#parts;
    try {
      const roomBytes = (await freeBytes()) - bounds.reserveBytes;
      await joinMix({ ...this.#parts, roomBytes });
    } catch (error) {
      this.#logger.error({ err: error }, 'the files of a mix cannot be made one');
    }
  }

  #run(work: Promise<void>): void {
    const task = work
      .catch((error: unknown) =>
        this.#logger.error({ err: error }, 'a publication is not recorded as it should be'),
      )
      .finally(() => this.#tasks.delete(task));
    this.#tasks.add(task);
  }

  /** One stretch after the other while its producers are there: what writes may break, and begins anew. */
  async #keep(feed: Feed): Promise<void> {
    const { signal } = this.#ended;
    const isOver = () => hasEnded(feed) || signal.aborted;
    for (let delayMs = FIRST_RETRY_MS; !isOver();) {
      const stretch = this.#open(feed);
      const failure = await stretch.run().catch((error: unknown) => error);
      this.#stretches.delete(stretch);
      if (stretch.hasBegun) {
        // A long file takes a while, in which the next one is written already.
        this.#run(this.#finish(stretch));
        delayMs = FIRST_RETRY_MS;
      }
      if (isOver() || this.#isReplaced(feed)) return;
      const { file, words } = stretch;
      this.#logger.warn({ err: failure, file, words }, 'recording a publication broke off: again');
      await retryAfter(delayMs, signal);
      delayMs = Math.min(delayMs * 2, LONGEST_RETRY_MS);
    }
  }

  #open(feed: Feed): Stretch {
    const { ffmpeg, folder } = this.#parts;
    this.#files += 1;
    const name = `${this.#files}-${feed.source}`;
    const stretch = new Stretch(feed, { program: ffmpeg.program, folder, name });
    this.#stretches.add(stretch);
    stretch.once('began', (at) => {
      const { file, codec } = stretch;
      const { taps: _taps, ...whose } = feed;
      const beganMs = at - this.live.since;
      void this.#put({ file, ...whose, codec, beganMs, lengthMs: null });
      this.#endFormer(stretch);
    });
    return stretch;
  }

  /** Never rejects: on a disk that is full the files themselves tell what they hold. */
  #put(stretch: RecordedStretch): Promise<void> {
    return this.#noted(this.manifest.put(stretch));
  }

  async #noted(writing: Promise<void>): Promise<void> {
    try {
      await writing;
    } catch (error) {
      this.#logger.error({ err: error }, 'the manifest of a recording cannot be written');
    }
  }

  /** A publication that goes on by another producer is in one file at a time. */
  #endFormer(stretch: Stretch): void {
    for (const other of this.#stretches) {
      if (other !== stretch && continues(other.feed, stretch.feed)) other.stop();
    }
  }

  #isReplaced(feed: Feed): boolean {
    return [...this.#stretches].some((other) => other.hasBegun && continues(other.feed, feed));
  }

  async #finish({ file }: Stretch): Promise<void> {
    const { ffmpeg, folder, manifest } = this.#parts;
    const lengthMs = await finish(ffmpeg, join(folder, file));
    const written = manifest.document.files.find((each) => each.file === file);
    if (!written) return;
    if (lengthMs !== 0) return this.#put({ ...written, lengthMs });
    await this.#noted(manifest.remove(file));
    await rm(join(folder, file), { force: true });
  }

  #watchSpace(): void {
    const { after, bounds, freeBytes } = this.#parts;
    const look = async () => {
      if ((await freeBytes()) < bounds.reserveBytes) void this.end('storageFull');
      else if (!this.#ended.signal.aborted) this.#watchSpace();
    };
    const callOff = after(bounds.checkMs, () => {
      look().catch((error: unknown) => {
        this.#logger.error({ err: error }, 'how much room the disk has is not to be known');
        void this.end('storageFull');
      });
    });
    this.#callOffs.set('space', callOff);
  }
}

/** Resolves after a while, at once where the signal says that it is over. */
function retryAfter(delayMs: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const callOff = systemClock.after(delayMs, resolve);
  signal.addEventListener('abort', () => resolve(), { once: true });
  return promise.finally(callOff);
}
