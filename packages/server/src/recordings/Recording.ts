import { EventEmitter } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LiveRecording, RecordingEndReason } from '@ottogi/protocol';
import { systemClock, type After } from '../clock.ts';
import type { Limits } from '../limits/limits.ts';
import type { Logger } from '../logger.ts';
import type { PublicationTap } from '../topologies/PublicationTap.ts';
import type { Ffmpeg } from './Ffmpeg.ts';
import { finish } from './finish.ts';
import type { Manifest, RecordedStretch } from './Manifest.ts';
import { Stretch } from './Stretch.ts';

const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5_000;

/** Who publishes, as a recording names them. */
export type Publisher = Pick<RecordedStretch, 'personId' | 'name'>;

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

/** A room that is being recorded: every publication in files of its own, as it came. */
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
      peerId: stretch.tap.peerId,
      source: stretch.tap.source,
      state: stretch.hasBegun ? 'writing' : 'waiting',
    }));
  }

  /** From now on this is recorded, until it ends. */
  take(tap: PublicationTap, publisher: Publisher): void {
    this.#run(this.#keep(tap, publisher));
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
    // What keeps a publication leaves its last file to be finished.
    while (this.#tasks.size > 0) await Promise.all(this.#tasks);
    await this.#noted(this.manifest.update({ endedAt, endReason: reason }));
  }

  #run(work: Promise<void>): void {
    const task = work
      .catch((error: unknown) =>
        this.#logger.error({ err: error }, 'a publication is not recorded as it should be'),
      )
      .finally(() => this.#tasks.delete(task));
    this.#tasks.add(task);
  }

  /** One stretch after the other while the producer is there: what writes may break, and begins anew. */
  async #keep(tap: PublicationTap, publisher: Publisher): Promise<void> {
    const { signal } = this.#ended;
    const isOver = () => tap.closed || signal.aborted;
    for (let delayMs = FIRST_RETRY_MS; !isOver();) {
      const stretch = this.#open(tap, publisher);
      const failure = await stretch.run().catch((error: unknown) => error);
      this.#stretches.delete(stretch);
      if (stretch.hasBegun) {
        // A long file takes a while, in which the next one is written already.
        this.#run(this.#finish(stretch));
        delayMs = FIRST_RETRY_MS;
      }
      if (isOver() || this.#isReplaced(tap)) return;
      const { file, words } = stretch;
      this.#logger.warn({ err: failure, file, words }, 'recording a publication broke off: again');
      await retryAfter(delayMs, signal);
      delayMs = Math.min(delayMs * 2, LONGEST_RETRY_MS);
    }
  }

  #open(tap: PublicationTap, publisher: Publisher): Stretch {
    const { ffmpeg, folder } = this.#parts;
    this.#files += 1;
    const name = `${this.#files}-${tap.source}`;
    const stretch = new Stretch(tap, { program: ffmpeg.program, folder, name });
    this.#stretches.add(stretch);
    stretch.once('began', (at) => {
      const { file, codec } = stretch;
      const { peerId, source } = tap;
      const beganMs = at - this.live.since;
      void this.#put({ file, peerId, ...publisher, source, codec, beganMs, lengthMs: null });
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
  #endFormer({ tap: { peerId, source }, file }: Stretch): void {
    for (const other of this.#stretches) {
      const same = other.tap.peerId === peerId && other.tap.source === source;
      if (same && other.file !== file) other.stop();
    }
  }

  #isReplaced({ peerId, source }: PublicationTap): boolean {
    return [...this.#stretches].some(
      ({ tap, hasBegun }) => hasBegun && tap.peerId === peerId && tap.source === source,
    );
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
