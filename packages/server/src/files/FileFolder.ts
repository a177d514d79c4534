import { chmod, mkdir, open, readdir, rename, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { createSecretId } from '../ids.ts';

const PART = '.part';

/** What this program has put there; anything else in the folder is not its to remove. */
const OWN_NAME = /^[\w-]{22}(\.part)?$/;

/** The folder of stored files: each under its id, and `<random>.part` while it comes. */
export class FileFolder {
  readonly path: string;

  static async open(path: string): Promise<FileFolder> {
    await mkdir(path, { recursive: true, mode: 0o700 });
    // Copied by hand or out of a backup it may have become readable to others.
    await chmod(path, 0o700);
    return new FileFolder(path);
  }

  private constructor(path: string) {
    this.path = path;
  }

  /** Where a file that is coming may be written. */
  newPart(): string {
    return join(this.path, `${createSecretId()}${PART}`);
  }

  /** Gives a part its name for good; it outlives a power cut from here on. */
  async keep(part: string, fileId: string): Promise<void> {
    await rename(part, join(this.path, fileId));
    await this.#syncNames();
  }

  /** What is not there is fine. */
  async remove(names: readonly string[]): Promise<void> {
    await Promise.all(names.map((name) => rm(join(this.path, name), { force: true })));
  }

  /** Removes parts, and files that are not among these; resolves to how many. */
  async sweep(fileIds: readonly string[]): Promise<number> {
    const known = new Set(fileIds);
    const names = await readdir(this.path);
    const left = names.filter((name) => OWN_NAME.test(name) && !known.has(name));
    await this.remove(left);
    return left.length;
  }

  /** On the disk that the folder is on, for this user. */
  async freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.path);
    return bavail * bsize;
  }

  async #syncNames(): Promise<void> {
    // Windows opens no folders, and writes names through by itself.
    if (process.platform === 'win32') return;
    const folder = await open(this.path);
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }
}
