import { chmod, mkdir, readdir, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { RECORDED_NAME } from './Manifest.ts';

/** How large a file is, and when it was last written (ms since 1970). */
export interface FoundFile {
  file: string;
  sizeBytes: number;
  writtenAt: number;
}

/** The folder of recordings: a folder for each, of its id, with its files and their manifest. */
export class RecordingFolders {
  readonly path: string;

  static async open(path: string): Promise<RecordingFolders> {
    await mkdir(path, { recursive: true, mode: 0o700 });
    // Copied by hand or out of a backup it may have become readable to others.
    await chmod(path, 0o700);
    return new RecordingFolders(path);
  }

  private constructor(path: string) {
    this.path = path;
  }

  of(recordingId: string): string {
    return join(this.path, recordingId);
  }

  async make(recordingId: string): Promise<string> {
    const folder = this.of(recordingId);
    await mkdir(folder, { mode: 0o700 });
    return folder;
  }

  /** What is not there is fine. */
  async remove(recordingId: string): Promise<void> {
    await rm(this.of(recordingId), { recursive: true, force: true });
  }

  /** Recordings; none where the folder is gone. */
  async files(recordingId: string): Promise<FoundFile[]> {
    const folder = this.of(recordingId);
    const names = await readdir(folder).catch(() => []);
    const recorded = names.filter((name) => RECORDED_NAME.test(name));
    const found = await Promise.all(
      recorded.map(async (file) => {
        // One with nothing in it may have been removed meanwhile.
        const known = await stat(join(folder, file)).catch(() => null);
        if (!known) return [];
        const { size, mtimeMs } = known;
        return [{ file, sizeBytes: size, writtenAt: Math.round(mtimeMs) }];
      }),
    );
    return found.flat();
  }

  /** On the disk that they are on, for this user. */
  async freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.path);
    return bavail * bsize;
  }
}
