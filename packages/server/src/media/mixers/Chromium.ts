import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { constants, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { DevToolsPipe } from './DevToolsPipe.ts';

/** A mixer that stutters is heard by some; a worker or a server that does, by all. */
const PRIORITY = constants.priority.PRIORITY_BELOW_NORMAL;

/** Of one page's JavaScript, which holds next to nothing: pictures and sounds lie elsewhere. */
const HEAP_MB = 256;

const FLAGS = [
  '--headless',
  '--remote-debugging-pipe',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-gpu',
  '--disable-extensions',
  '--disable-sync',
  '--disable-background-networking',
  '--disable-component-update',
  // In a container it may be smaller than a few pictures.
  '--disable-dev-shm-usage',
  // Nobody looks at this page, and it is not to notice.
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
  '--autoplay-policy=no-user-gesture-required',
  // A host with loudspeakers need not hear the room.
  '--mute-audio',
  '--password-store=basic',
  `--js-flags=--max-old-space-size=${HEAP_MB}`,
  // A real name of this machine instead of mDNS, which a server need not have.
  '--disable-features=WebRtcHideLocalIpsWithMdns',
];

const PAGE_BYTES = 4096;

/** The last lines of what it says, for whoever has to find out why it does not start. */
const MOST_WORDS = 2_000;

/** Where it keeps what it must keep; the pid is that of the server. */
const FOLDER = 'ottogi-mixer-';

/** Removes what servers left that had no time to tidy up. */
export async function removeLeftFolders(): Promise<void> {
  const names = await readdir(tmpdir());
  const left = names.filter((name) => {
    const pid = new RegExp(`^${FOLDER}(\\d+)-`).exec(name)?.[1];
    return pid !== undefined && !isRunning(Number(pid));
  });
  await Promise.all(left.map((name) => rm(join(tmpdir(), name), { recursive: true, force: true })));
}

interface ChromiumEvents {
  /** It ended, which nobody had asked for. */
  gone: [reason: string];
}

/**
 * One headless Chromium with a group of processes and a folder of its own. It ends with this process,
 * whichever way that ends: the pipe between them breaks.
 */
export class Chromium extends EventEmitter<ChromiumEvents> {
  readonly #process: ChildProcess;
  readonly #pipe: DevToolsPipe;
  readonly #folder: string;
  #words = '';
  #closed = false;

  /** @param secure What is to count as a secure origin, as `localhost` does. */
  constructor(path: string, secure: string) {
    super();
    this.#folder = mkdtempSync(join(tmpdir(), `${FOLDER}${process.pid}-`));
    this.#process = spawn(path, [...FLAGS, ...ownFlags(this.#folder, secure)], {
      // A group that can be ended as one, and that Ctrl+C in a terminal does not reach.
      detached: true,
      windowsHide: true,
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
      env: environment(this.#folder),
    });
    const [, , , commands, answers] = this.#process.stdio;
    this.#pipe = new DevToolsPipe(commands as Writable, answers as Readable);
    this.#process.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#words = (this.#words + text).slice(-MOST_WORDS);
    });
    this.#process.on('error', (error) => this.#gone(error.message));
    this.#process.on('exit', (code, signal) => this.#gone(`it ended with ${signal ?? code}`));
    this.#lowerPriority();
  }

  /** Null where it could not be started. */
  get pid(): number | null {
    return this.#process.pid ?? null;
  }

  /** Rejects where it ends before. */
  async open(url: string): Promise<void> {
    await this.#pipe.ask('Target.createTarget', { url });
  }

  /** What all its processes have for themselves; 0 where this system does not say. */
  async memoryBytes(): Promise<number> {
    const { processInfo } = await this.#pipe.ask<{ processInfo: { id: number }[] }>(
      'SystemInfo.getProcessInfo',
    );
    const sizes = await Promise.all(processInfo.map(({ id }) => privateBytes(id)));
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  /** Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#kill();
    this.#pipe.close();
    void rm(this.#folder, { recursive: true, force: true, maxRetries: 5 }).catch(() => {});
  }

  #gone(reason: string): void {
    if (this.#closed) return;
    this.close();
    const words = this.#words.trim();
    this.emit('gone', words === '' ? reason : `${reason}: ${words}`);
  }

  #kill(): void {
    const { pid } = this.#process;
    if (pid === undefined) return;
    try {
      // Windows knows no groups; there the others end with the first.
      process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
    } catch {
      // It is gone already, and all of its group with it.
    }
  }

  #lowerPriority(): void {
    const { pid } = this.#process;
    try {
      if (pid !== undefined) setPriority(pid, PRIORITY);
    } catch {
      // It ended at once, as we shall hear.
    }
  }
}

function ownFlags(folder: string, secure: string): string[] {
  return [
    `--user-data-dir=${folder}`,
    `--unsafely-treat-insecure-origin-as-secure=${secure}`,
    // Root can have no sandbox. It runs our own page alone, but decodes what strangers send.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
}

/** None of the server's own settings, some of which are secret. */
function environment(folder: string): NodeJS.ProcessEnv {
  const { PATH, LANG, TZ } = process.env;
  return { PATH, LANG, TZ, HOME: folder };
}

/** Whether there is such a process, of whomever. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function privateBytes(pid: number): Promise<number> {
  try {
    const [, resident = 0, shared = 0] = (await readFile(`/proc/${pid}/statm`, 'utf8'))
      .split(' ')
      .map(Number);
    return (resident - shared) * PAGE_BYTES;
  } catch {
    return 0;
  }
}
