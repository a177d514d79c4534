import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { freePorts, isFree } from '../../packages/server/src/testing/freePorts.ts';

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
  readonly #script: string;
  readonly #env: NodeJS.ProcessEnv;
  #child: ChildProcess;
  readonly #cleanUp: () => Promise<void>;
  #log = '';

  /** @param script Path of the program, from the root of the repository. */
  static async start(
    script: string,
    env: NodeJS.ProcessEnv = {},
    cleanUp: () => Promise<void> = async () => {},
  ): Promise<ServerProcess> {
    // One for the page, and one for each of up to two workers.
    const port = await freePorts(3);
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
    this.#script = script;
    this.#env = env;
    this.#child = this.#spawn();
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error('the server did not start');
    return this.#child.pid;
  }

  /** Kills it without a word and starts it again; how long it was away, in ms. */
  async crash(): Promise<number> {
    const exited = once(this.#child, 'exit');
    const killedAt = performance.now();
    this.#child.kill('SIGKILL');
    await exited;
    // Its worker has to notice first.
    const { OTTOGI_RTC_PORT } = this.#env;
    while (!(await isFree(Number(OTTOGI_RTC_PORT)))) await pause();
    this.#child = this.#spawn();
    await this.#ready();
    return performance.now() - killedAt;
  }

  async stop(): Promise<void> {
    if (running.has(this.#child)) await this.#end();
    await this.#cleanUp();
  }

  #spawn(): ChildProcess {
    const child = spawn(process.execPath, [this.#script], {
      cwd: ROOT,
      env: { ...neutralEnvironment(), ...this.#env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    child.once('exit', () => running.delete(child));
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        this.#log = (this.#log + chunk.toString()).slice(-LOG_TAIL_CHARS);
      });
    }
    return child;
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
      await pause();
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

function pause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 50);
  });
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
