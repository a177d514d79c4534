import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RoomDocument } from '@ottogi/protocol';
import type { KeptReport } from '../../packages/server/src/doctor/Reports.ts';
import type { WorkerDocument } from '../../packages/server/src/media/Workers.ts';
import type { ServerState } from '../../packages/server/src/http/routes.ts';
import { RESTART, START } from '../../packages/server/src/testing/supervisorScripts.ts';
import { freePorts } from '../../packages/server/src/testing/freePorts.ts';
import { childrenOf } from '../../packages/server/src/testing/processes.ts';
import { until } from './until.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const MAIN = join(ROOT, 'packages/server/src/main.ts');
const PAGE = join(ROOT, 'packages/web/dist/index.html');

const ADMIN_TOKEN = 'a-token-for-the-tests-alone';

/** Rooms that open one after the other go to different workers. */
const WORKERS = 2;

export type ServerEnvironment = Record<`OTTOGI_${string}` | 'HOST' | 'NODE_OPTIONS', string>;

/** The real server in a process of its own, on loopback. */
export class ServerProcess {
  /** Whether somebody keeps it up, as after `npm start`. */
  readonly #supervised: boolean;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #dataDir: string;
  #port = 0;
  #process: ChildProcess | null = null;
  /** Everything that it has said, over all its lives. */
  log = '';

  static async start(
    environment: Partial<ServerEnvironment> = {},
    { supervised = false } = {},
  ): Promise<ServerProcess> {
    if (!existsSync(PAGE))
      throw new Error('The web client is not built yet: "npm test" builds it.');
    const server = new ServerProcess(
      await mkdtemp(join(tmpdir(), 'ottogi-e2e-')),
      await freePorts(2 * WORKERS),
      environment,
      supervised,
    );
    // One process follows another on it.
    if (supervised) server.#port = await freePorts(1);
    try {
      await server.start();
    } catch (error) {
      await server.close();
      throw error;
    }
    return server;
  }

  private constructor(
    dataDir: string,
    mediaPort: number,
    environment: Partial<ServerEnvironment>,
    supervised: boolean,
  ) {
    this.#supervised = supervised;
    this.#dataDir = dataDir;
    this.#environment = {
      ...process.env,
      HOST: '127.0.0.1',
      OTTOGI_HTTPS_HOST: 'off',
      OTTOGI_ANNOUNCED_ADDRESS: '127.0.0.1',
      OTTOGI_RTC_PORT: String(mediaPort),
      OTTOGI_WORKERS: String(WORKERS),
      OTTOGI_DATA_DIR: dataDir,
      OTTOGI_ADMIN_TOKEN: ADMIN_TOKEN,
      OTTOGI_LOG_LEVEL: 'debug',
      // What is not about topologies is about the one that most people are in.
      OTTOGI_TOPOLOGY: 'sfu',
      ...environment,
    };
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get dataDir(): string {
    return this.#dataDir;
  }

  get port(): number {
    return this.#port;
  }

  get pid(): number {
    const { pid } = this.#running();
    if (pid === undefined) throw new Error('the server has no process');
    return pid;
  }

  /** Starts it, on its port of before if it had one, and resolves when it can serve calls. */
  async start(): Promise<void> {
    const program = this.#supervised ? ['--input-type=module', '-e', START] : [MAIN];
    const child = spawn(process.execPath, program, {
      cwd: ROOT,
      env: { ...this.#environment, PORT: String(this.#port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    const from = this.log.length;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.log += text;
      });
    }
    await until('the server says where it is', async () => {
      const said = this.log.slice(from);
      if (child.exitCode !== null) throw new Error(`the server ended at its start:\n${said}`);
      const port = /On this machine\s+http:\/\/[^\s:]+:(\d+)/.exec(said)?.[1];
      if (port) this.#port = Number(port);
      return { met: port !== undefined, seen: said };
    });
    await until('the server is ready', async () => {
      const { status } = await fetch(`${this.url}/readyz`);
      return { met: status === 200, seen: status };
    });
  }

  /** SIGKILL is a crash, SIGTERM a person who stops it. Resolves when the process has ended. */
  async kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#running();
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
    this.#process = null;
  }

  /** The process that serves ends as by a crash; where it is supervised another one follows. */
  async crash(): Promise<void> {
    const [pid] = await childrenOf(this.pid);
    if (!this.#supervised || pid === undefined) throw new Error('nobody would start it again');
    process.kill(pid, 'SIGKILL');
    await until('another one serves', async () => {
      const seen = await childrenOf(this.pid);
      const answer = await fetch(`${this.url}/readyz`).catch(() => null);
      return { met: seen[0] !== pid && answer?.status === 200, seen };
    });
  }

  /** As `npm run restart` does it: resolves when the new process serves. */
  async update(): Promise<void> {
    const child = spawn(process.execPath, ['--input-type=module', '-e', RESTART], {
      env: this.#environment,
      stdio: 'ignore',
    });
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`the restart ended with ${code}`);
  }

  /** Ends what was started, and removes what it left. */
  async close(): Promise<void> {
    if (this.#process?.exitCode === null) await this.kill('SIGTERM');
    await rm(this.#dataDir, { recursive: true, force: true });
  }

  get isAlive(): boolean {
    return this.#process !== null && this.#process.exitCode === null;
  }

  async state(): Promise<ServerState> {
    return (await this.#asAdmin('/api/state')) as ServerState;
  }

  async rooms(): Promise<RoomDocument[]> {
    const { rooms } = (await (await fetch(`${this.url}/api/rooms`)).json()) as {
      rooms: RoomDocument[];
    };
    return rooms;
  }

  async workers(): Promise<WorkerDocument[]> {
    const { workers } = (await this.#asAdmin('/api/workers')) as { workers: WorkerDocument[] };
    return workers;
  }

  /** What people in trouble have sent, the newest first. */
  async reports(): Promise<KeptReport[]> {
    const { reports } = (await this.#asAdmin('/api/reports')) as { reports: KeptReport[] };
    return reports;
  }

  async #asAdmin(path: string): Promise<unknown> {
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
    const response = await fetch(`${this.url}${path}`, { headers });
    if (!response.ok) throw new Error(`${path} answers ${response.status}`);
    return response.json();
  }

  /** Resolves when nobody and nothing is left on the server. */
  async isEmpty(): Promise<void> {
    await until('all collections of the state are empty', async () => {
      const counts = Object.entries(await this.state()).map(([name, list]) => [name, list.length]);
      return { met: counts.every(([, count]) => count === 0), seen: Object.fromEntries(counts) };
    });
  }

  #running(): ChildProcess {
    if (!this.#process) throw new Error('the server does not run');
    return this.#process;
  }
}
