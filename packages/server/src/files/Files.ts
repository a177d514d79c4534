import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import type { FileDocument } from '@ottogi/protocol';
import { RequestError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { fromStore } from '../store/fromStore.ts';
import type { FileRecord, Store } from '../store/Store.ts';
import { systemClock, type Clock } from '../clock.ts';
import { FileFolder } from './FileFolder.ts';
import { identify } from './identify.ts';
import { createSecretId } from '../ids.ts';
import { onDisk, receiveBody } from './receiveBody.ts';
import { Uploads, type UploadWish } from './Uploads.ts';

/** A file that no message carries by then is not going to be sent. */
const LOOSE_FOR_MS = 24 * 60 * 60 * 1000;

const SWEEP_EVERY_MS = 60 * 60 * 1000;

/** The database and the log have to go on when people have filled the disk with pictures. */
const DISK_RESERVE_BYTES = 256 * 1024 * 1024;

/** What it needs of the store. */
export type FileStore = Pick<
  Store,
  'putFile' | 'file' | 'filesBytes' | 'deleteLooseFiles' | 'fileIds'
>;

export interface FilesOptions {
  store: FileStore;
  /** The folder that they lie in; made where it is not there. */
  dir: string;
  /** The largest file, and all together. */
  maxBytes: number;
  totalMaxBytes: number;
  logger: Logger;
  /** Left free on the disk. */
  diskReserveBytes?: number;
  clock?: Clock;
}

/** Files in chat: bytes in a folder under names of our own, what they are in the store. */
export class Files {
  readonly #folder: FileFolder;
  readonly #options: FilesOptions;
  readonly #clock: Clock;
  readonly #uploads: Uploads;
  /** Uploads under way; their bytes count as stored already. */
  readonly #receiving = new Set<{ sizeBytes: number; settled: Promise<unknown> }>();
  #callOffSweep: () => void = () => undefined;
  #closed = false;

  /** Rejects where the folder or the store cannot be used. */
  static async open(options: FilesOptions): Promise<Files> {
    const files = new Files(options, await FileFolder.open(options.dir));
    await files.#sweepAtStart();
    return files;
  }

  private constructor(options: FilesOptions, folder: FileFolder) {
    this.#options = options;
    this.#folder = folder;
    this.#clock = options.clock ?? systemClock;
    this.#uploads = new Uploads(this.#clock);
  }

  /** The folder where each file lies under its id. */
  get dir(): string {
    return this.#folder.path;
  }

  /**
   * Leave to upload one file, for an hour. That the person may write in the room is the caller's
   * to check.
   * @throws RequestError `fileTooLarge`, `storageFull`, `tooManyRequests`, `storeUnavailable`
   */
  async createUpload(wish: UploadWish): Promise<{ uploadId: string }> {
    const { maxBytes } = this.#options;
    if (wish.sizeBytes > maxBytes) {
      throw new RequestError('fileTooLarge', `a file may have ${maxBytes} bytes`);
    }
    await this.#requireSpace(wish.sizeBytes);
    return { uploadId: this.#uploads.open(wish) };
  }

  /**
   * Takes the bytes of an upload, and resolves once they and what they are have been stored. When
   * it fails the upload stays open; when its answer was lost, the same file is the answer again.
   * @throws RequestError `notFound`, `wrongState` (another request is uploading it),
   *   `fileTooLarge`, `uploadIncomplete`, `storageFull`, `storeUnavailable`, `serverClosing`
   */
  async receive(uploadId: string, body: Readable): Promise<FileDocument> {
    const stored = this.#uploads.result(uploadId);
    if (stored) return stored;
    const wish = this.#uploads.start(uploadId, (reason) => body.destroy(reason));
    const { sizeBytes } = wish;
    const { promise: settled, resolve: settle } = Promise.withResolvers<void>();
    const receiving = { sizeBytes, settled };
    this.#receiving.add(receiving);
    try {
      await this.#requireSpace(0);
      const file = await this.#take(wish, body);
      this.#uploads.finish(uploadId, file);
      return file;
    } catch (error) {
      this.#uploads.giveBack(uploadId);
      throw error;
    } finally {
      this.#receiving.delete(receiving);
      settle();
    }
  }

  /** @throws RequestError `notFound`, `storeUnavailable` */
  async file(fileId: string): Promise<FileRecord> {
    const record = await fromStore(this.#options.store.file(fileId));
    if (!record) throw new RequestError('notFound', 'there is no such file, or not any more');
    return record;
  }

  /**
   * Removes the bytes of files that the store has forgotten. Never rejects: what the disk refuses
   * is logged, and goes at the next start.
   */
  async remove(fileIds: readonly string[]): Promise<void> {
    try {
      await this.#folder.remove(fileIds);
    } catch (error) {
      this.#options.logger.warn({ err: error, files: fileIds.length }, 'files cannot be removed');
    }
  }

  /** Cuts uploads, and resolves when none uses the store any more. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#callOffSweep();
    this.#uploads.close();
    await Promise.all([...this.#receiving].map(({ settled }) => settled));
  }

  async #take(wish: UploadWish, body: Readable): Promise<FileDocument> {
    const { roomId, personId, name, sizeBytes } = wish;
    const fileId = createSecretId();
    const part = this.#folder.newPart();
    try {
      await receiveBody(body, part, sizeBytes, this.#clock);
      const content = await onDisk(identify(part));
      await onDisk(this.#folder.keep(part, fileId));
      const file: FileDocument = { fileId, name, sizeBytes, ...content };
      const uploadedAt = this.#clock.now();
      await fromStore(this.#options.store.putFile({ ...file, roomId, personId, uploadedAt }));
      return file;
    } catch (error) {
      await this.remove([basename(part), fileId]);
      throw error;
    }
  }

  /** @throws RequestError `storageFull`, `storeUnavailable` */
  async #requireSpace(moreBytes: number): Promise<void> {
    const { store, totalMaxBytes, diskReserveBytes = DISK_RESERVE_BYTES } = this.#options;
    const freeBytes = await onDisk(this.#folder.freeBytes());
    // Last, since an upload that ends is on record before it ceases to be one that is coming.
    const storedBytes = await fromStore(store.filesBytes());
    const comingBytes = [...this.#receiving].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const wantedBytes = comingBytes + moreBytes;
    if (storedBytes + wantedBytes > totalMaxBytes) {
      throw new RequestError('storageFull', 'the files have taken the place that they are given');
    }
    if (freeBytes - wantedBytes < diskReserveBytes) {
      throw new RequestError('storageFull', 'the disk is nearly full');
    }
  }

  /** What a crash left half done goes at once; what nobody sent goes now and every hour. */
  async #sweepAtStart(): Promise<void> {
    await this.#removeLoose();
    // Only read from here on: a disk that is full, or a lock, is no reason not to start.
    const swept = await this.#folder.sweep(await this.#options.store.fileIds());
    if (swept > 0) this.#options.logger.info({ files: swept }, 'removed files without a record');
    this.#sweepLater();
  }

  #sweepLater(): void {
    this.#callOffSweep = this.#clock.after(SWEEP_EVERY_MS, () => {
      void this.#removeLoose().finally(() => {
        if (!this.#closed) this.#sweepLater();
      });
    });
  }

  /** Never rejects: what the store refuses now goes an hour later. */
  async #removeLoose(): Promise<void> {
    try {
      const before = this.#clock.now() - LOOSE_FOR_MS;
      await this.remove(await this.#options.store.deleteLooseFiles(before));
    } catch (error) {
      this.#options.logger.warn({ err: error }, 'files that nobody sent cannot be removed');
    }
  }
}
