import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { freePorts } from '../../packages/server/src/testing/freePorts.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const START_LIMIT_MS = 20_000;
const STOP_LIMIT_MS = 6_000;
const LOG_TAIL_CHARS = 4_000;

/** What is still running when this process ends, however it ends. */
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** A server under test, as a process of its own on a port of its own, on loopback only. */
export class ServerProcess {
  readonly port: number;
  readonly #child: ChildProcess;
  readonly #cleanUp: () => Promise<void>;
  #log = '';

  /** @param script Path of the program, from the root of the repository. */
  static async start(
    script: string,
    env: NodeJS.ProcessEnv = {},
    cleanUp: () => Promise<void> = async () => {},
  ): Promise<ServerProcess> {
    const port = await freePorts(2);
    const ports = { PORT: String(port), OTTOGI_RTC_PORT: String(port + 1) };
    const server = new ServerProcess(script, port, { ...env, ...ports }, cleanUp);
    await server.#ready();
    return server;
  }

  private constructor(
    script: string,
    port: number,
    env: NodeJS.ProcessEnv,
    cleanUp: () => Promise<void>,
  ) {
    this.port = port;
    this.#cleanUp = cleanUp;
    this.#child = spawn(process.execPath, [script], {
      cwd: ROOT,
      env: { ...neutralEnvironment(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(this.#child);
    this.#child.once('exit', () => running.delete(this.#child));
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.#log = (this.#log + chunk.toString()).slice(-LOG_TAIL_CHARS);
      });
    }
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error('the server did not start');
    return this.#child.pid;
  }

  async stop(): Promise<void> {
    if (running.has(this.#child)) await this.#end();
    await this.#cleanUp();
  }

  async #end(): Promise<void> {
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    const limit = setTimeout(() => this.#child.kill('SIGKILL'), STOP_LIMIT_MS);
    await exited.finally(() => clearTimeout(limit));
  }

  async #ready(): Promise<void> {
    const until = Date.now() + START_LIMIT_MS;
    while (Date.now() < until) {
      if (this.#child.exitCode !== null) throw new Error(`a server ended at once:\n${this.#log}`);
      if (await accepts(this.port)) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await this.stop();
    throw new Error(`a server did not come up:\n${this.#log}`);
  }
}

/** Without the settings of whoever runs the bench: what is measured is the default. */
function neutralEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('OTTOGI_'));
  return Object.fromEntries(kept);
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
