import { join } from 'node:path';
import type { Logger } from '../logger.ts';
import type { RecordingRecord } from '../store/Store.ts';
import type { Ffmpeg } from './Ffmpeg.ts';
import { finish } from './finish.ts';
import { joinMix } from './joinMix.ts';
import { Manifest, readManifest } from './Manifest.ts';
import type { RecordingFolders } from './RecordingFolders.ts';

/** Puts recordings right that a process before this one left as they were: in peace, while people talk. */
export class Recovery {
  readonly #folders: RecordingFolders;
  readonly #ffmpeg: Ffmpeg;
  readonly #logger: Logger;
  #work: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(folders: RecordingFolders, ffmpeg: Ffmpeg, logger: Logger) {
    this.#folders = folders;
    this.#ffmpeg = ffmpeg;
    this.#logger = logger;
  }

  /** When something was written last, in ms since 1970. */
  async endOf({ recordingId, since }: RecordingRecord): Promise<number> {
    const files = await this.#folders.files(recordingId);
    return Math.max(since, ...files.map(({ writtenAt }) => writtenAt));
  }

  /** Never rejects: what cannot be mended plays as it is. */
  start(recordingIds: readonly string[]): void {
    this.#work = this.#mendAll(recordingIds);
  }

  /** Resolves when nothing is written any more. */
  close(): Promise<void> {
    this.#closed = true;
    return this.#work;
  }

  async #mendAll(recordingIds: readonly string[]): Promise<void> {
    for (const recordingId of recordingIds) {
      try {
        await this.#mend(recordingId);
      } catch (error) {
        this.#logger.warn({ err: error, recordingId }, 'a recording stays as it was left');
      }
    }
  }

  async #mend(recordingId: string): Promise<void> {
    const folder = this.#folders.of(recordingId);
    const document = await readManifest(folder);
    if (document.endedAt !== null) return;
    const manifest = new Manifest(folder, document);
    let endedAt = document.since;
    for (const stretch of document.files) {
      if (this.#closed) return;
      const path = join(folder, stretch.file);
      const lengthMs = stretch.lengthMs ?? (await finish(this.#ffmpeg, path));
      endedAt = Math.max(endedAt, document.since + stretch.beganMs + (lengthMs ?? 0));
      await manifest.put({ ...stretch, lengthMs });
    }
    await joinMix(this.#ffmpeg, folder, manifest);
    await manifest.update({ endedAt, endReason: 'serverLost' });
    this.#logger.info({ recordingId, files: document.files.length }, 'a recording was put right');
  }
}
