import { execFile, spawn } from 'node:child_process';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { RequestError } from '../errors.ts';

const run = promisify(execFile);

/** The programs that write and look at recordings: ffmpeg, and ffprobe, which comes with it. */
export class Ffmpeg {
  readonly program: string;
  readonly #probe: string;
  #version: string | null = null;

  /** @param program A name that is found by PATH, or a path. */
  constructor(program: string) {
    this.program = program;
    const probe = basename(program).replace('ffmpeg', 'ffprobe');
    this.#probe = program === basename(program) ? probe : join(dirname(program), probe);
  }

  /** Resolves to its version. @throws RequestError `recorderMissing` */
  async version(): Promise<string> {
    // One that is there stays: to start programs takes a while on a busy machine.
    this.#version ??= await this.#ask();
    return this.#version;
  }

  /** How long a file says that it is; null where its writing broke off. Rejects where it is no media. */
  async lengthMs(path: string): Promise<number | null> {
    const asked = ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', path];
    const { stdout } = await run(this.#probe, asked);
    const seconds = Number.parseFloat(stdout);
    return Number.isFinite(seconds) ? Math.round(seconds * 1000) : null;
  }

  /** Writes the same packets into a new file, which knows its length. */
  async copy(from: string, to: string): Promise<void> {
    const copying = ['-map', '0', '-c', 'copy', '-y', to];
    await run(this.program, ['-v', 'error', '-nostdin', '-i', from, ...copying]);
  }

  /** Writes the packets of all files of a list (as its concat demuxer reads it) into one. */
  async concat(list: string, to: string): Promise<void> {
    const joining = ['-f', 'concat', '-i', list, '-map', '0', '-c', 'copy', '-y', to];
    await run(this.program, ['-v', 'error', '-nostdin', ...joining]);
  }

  /** Whatever else it is to do, with its words as they come. */
  spawn(args: string[], cwd: string) {
    return spawn(this.program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  }

  async #ask(): Promise<string> {
    try {
      const [ffmpeg] = await Promise.all([
        run(this.program, ['-version']),
        run(this.#probe, ['-version']),
      ]);
      return /^ffmpeg version (\S+)/.exec(ffmpeg.stdout)?.[1] ?? 'unknown';
    } catch (error) {
      const message = 'there is no ffmpeg on this machine: apt-get install ffmpeg';
      throw new RequestError('recorderMissing', message, { cause: error });
    }
  }
}
