import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { askBinding } from '../stun/requests.ts';
import { freePorts } from './freePorts.ts';

const PATIENCE_MS = 10_000;

/** Why tests with a real TURN server cannot be run here; null where they can. */
export function whyNoCoturn(): string | null {
  const { error } = spawnSync('turnserver', ['--version']);
  return error ? 'there is no coturn here (apt-get install coturn)' : null;
}

/** What its users' credentials are made of. */
export const SECRET = 'a-secret-for-tests-only';

/** A real coturn on loopback. */
export class Coturn {
  readonly port: number;
  readonly #process: ChildProcess;
  readonly #folder: string;

  /** On `port`, or on a free one. */
  static async start(flags: string[] = [], port?: number): Promise<Coturn> {
    return Coturn.#startOn(port ?? (await freePorts(1)), flags);
  }

  static async #startOn(port: number, flags: string[]): Promise<Coturn> {
    const coturn = new Coturn(port, await mkdtemp(join(tmpdir(), 'ottogi-coturn-')), flags);
    const giveUpAt = performance.now() + PATIENCE_MS;
    while (!(await coturn.#answers())) {
      if (performance.now() > giveUpAt) {
        await coturn.close();
        throw new Error('coturn did not start');
      }
      await after(50);
    }
    return coturn;
  }

  private constructor(port: number, folder: string, flags: string[]) {
    this.port = port;
    this.#folder = folder;
    this.#process = spawn(
      'turnserver',
      [
        '-n',
        '--listening-ip=127.0.0.1',
        `--listening-port=${port}`,
        '--relay-ip=127.0.0.1',
        '--use-auth-secret',
        `--static-auth-secret=${SECRET}`,
        '--realm=ottogi',
        '--no-cli',
        '--no-tls',
        '--no-dtls',
        '--log-file=stdout',
        `--pidfile=${join(folder, 'pid')}`,
        ...flags,
      ],
      // Its database would be looked for in the folder in which it runs.
      { cwd: folder, stdio: 'ignore' },
    );
  }

  url(transport: 'udp' | 'tcp' = 'udp'): string {
    return `turn:127.0.0.1:${this.port}?transport=${transport}`;
  }

  async close(): Promise<void> {
    const { exitCode, signalCode } = this.#process;
    if (exitCode === null && signalCode === null) {
      this.#process.kill('SIGKILL');
      await once(this.#process, 'exit');
    }
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #answers(): Promise<boolean> {
    try {
      await askBinding({ protocol: 'udp', host: '127.0.0.1', port: this.port }, 1_000);
      return true;
    } catch {
      return false;
    }
  }
}
