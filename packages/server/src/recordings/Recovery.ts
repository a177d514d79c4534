import { join } from 'node:path';
import type { Logger } from '../logger.ts';
import type { RecordingRecord } from '../store/Store.ts';
import type { Ffmpeg } from './Ffmpeg.ts';
import { finish } from './finish.ts';
import { joinMix } from './joinMix.ts';
import { Manifest, readManifest } from './Manifest.ts';
import type { RecordingFolders } from './RecordingFolders.ts';

export interface RecoveryParts {
  folders: RecordingFolders;
  ffmpeg: Ffmpeg;
  /** Of the disk, for what else is there. */
  reserveBytes: number;
  logger: Logger;
}

/** Puts recordings right that a process before this one left as they were: in peace, while people talk. */
export class Recovery {
  readonly #parts: RecoveryParts;
  #work: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(parts: RecoveryParts) {
    this.#parts = parts;
  }

  /** When something was written last, in ms since 1970. */
  async endOf({ recordingId, since }: RecordingRecord): Promise<number> {
    const files = await this.#parts.folders.files(recordingId);
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
        this.#parts.logger.warn({ err: error, recordingId }, 'a recording stays as it was left');
      }
    }
  }

  async #mend(recordingId: string): Promise<void> {
    const { folders, ffmpeg, logger } = this.#parts;
    const folder = folders.of(recordingId);
    const document = await readManifest(folder);
    if (document.endedAt !== null) return;
    const manifest = new Manifest(folder, document);
    let endedAt = document.since;
    for (const stretch of document.files) {
      if (this.#closed) return;
      const path = join(folder, stretch.file);
      const lengthMs = stretch.lengthMs ?? (await finish(ffmpeg, path));
      endedAt = Math.max(endedAt, document.since + stretch.beganMs + (lengthMs ?? 0));
      await manifest.put({ ...stretch, lengthMs });
    }
    await this.#join(folder, manifest);
    await manifest.update({ endedAt, endReason: 'serverLost' });
    logger.info({ recordingId, files: document.files.length }, 'a recording was put right');
  }

  /** Never rejects: what cannot be joined plays as it is. */
  async #join(folder: string, manifest: Manifest): Promise<void> {
    const { folders, ffmpeg, reserveBytes, logger } = this.#parts;
    try {
      const roomBytes = (await folders.freeBytes()) - reserveBytes;
      await joinMix({ ffmpeg, folder, manifest, roomBytes });
    } catch (error) {
      logger.warn({ err: error }, 'the files of a mix cannot be made one');
    }
  }
}
