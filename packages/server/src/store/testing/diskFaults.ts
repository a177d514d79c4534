/** Disks that fail for real, where this machine lets a test have them. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from '../../testing/eventually.ts';

const SLOW_DISK = fileURLToPath(new URL('slowDisk.c', import.meta.url));

function succeeds(command: string, ...args: string[]): boolean {
  return spawnSync(command, args).status === 0;
}

/** A disk of its own, of a few megabytes, that can be filled; null where none can be mounted. */
export class SmallDisk {
  readonly path: string;
  readonly #fillers: string[] = [];

  static mount(megabytes: number): SmallDisk | null {
    const path = mkdtempSync(join(tmpdir(), 'ottogi-disk-'));
    const mounted =
      process.platform === 'linux' &&
      succeeds('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path);
    if (mounted) return new SmallDisk(path);
    rmSync(path, { recursive: true });
    return null;
  }

  private constructor(path: string) {
    this.path = path;
  }

  /** Leaves not a byte. */
  async fill(): Promise<void> {
    for (const bytes of [1024 * 1024, 4096]) {
      for (let index = 0; ; index += 1) {
        const filler = join(this.path, `filler-${bytes}-${index}`);
        try {
          await writeFile(filler, Buffer.alloc(bytes));
        } catch {
          break;
        }
        this.#fillers.push(filler);
      }
    }
  }

  async free(): Promise<void> {
    await Promise.all(this.#fillers.splice(0).map((filler) => rm(filler, { force: true })));
  }

  async unmount(): Promise<void> {
    // What a process that was killed had mapped may be in use for a moment more.
    await eventually('the disk is unmounted', async () => succeeds('umount', this.path));
    rmSync(this.path, { recursive: true });
  }
}

/** What makes the disk of a process slow on demand; null where there is no compiler for it. */
export class SlowDisk {
  readonly #folder: string;

  static build(): SlowDisk | null {
    const folder = mkdtempSync(join(tmpdir(), 'ottogi-slow-'));
    const disk = new SlowDisk(folder);
    const args = ['-shared', '-fPIC', '-D_GNU_SOURCE', '-o', disk.#library, SLOW_DISK];
    if (process.platform === 'linux' && succeeds('cc', ...args)) return disk;
    rmSync(folder, { recursive: true });
    return null;
  }

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** For the process whose disk it is. */
  get environment(): NodeJS.ProcessEnv {
    return { LD_PRELOAD: this.#library, SLOW_DISK: this.#switch };
  }

  /** From now on every wait for the disk takes 0.7 s more. */
  slow(): void {
    writeFileSync(this.#switch, '');
  }

  mend(): void {
    rmSync(this.#switch, { force: true });
  }

  remove(): void {
    if (existsSync(this.#folder)) rmSync(this.#folder, { recursive: true });
  }

  get #library(): string {
    return join(this.#folder, 'slowDisk.so');
  }

  get #switch(): string {
    return join(this.#folder, 'slow');
  }
}
