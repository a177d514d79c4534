import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually.ts';
import { freePorts } from './freePorts.ts';
import { childrenOf, isAlive } from './processes.ts';
import { RESTART, START } from './supervisorScripts.ts';
import { TestClient, type TestClientOptions } from './TestClient.ts';

/** Media ports of a block. */
const WORKERS = 1;

/** The program as a person starts it: a supervisor, and the server that it keeps up. */
export class SupervisedServer {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'ottogi-supervised-'));
  readonly #clients: TestClient[] = [];
  readonly #child: ChildProcess;
  readonly #exit: Promise<unknown>;
  readonly port: number;
  readonly mediaPort: number;
  /** Everything that supervisor and servers said. */
  log = '';

  static async start(env: NodeJS.ProcessEnv = {}): Promise<SupervisedServer> {
    const server = await SupervisedServer.spawn(env);
    try {
      await server.isUp();
      await server.says(/is up/);
      return server;
    } catch (error) {
      // Nobody else has it yet, to close it.
      await server.close();
      throw error;
    }
  }

  /** Does not wait until it is up. */
  static async spawn(env: NodeJS.ProcessEnv = {}): Promise<SupervisedServer> {
    return new SupervisedServer(await freePorts(1), await freePorts(2 * WORKERS), env);
  }

  private constructor(port: number, mediaPort: number, env: NodeJS.ProcessEnv) {
    this.port = port;
    this.mediaPort = mediaPort;
    this.#child = spawn(process.execPath, ['--input-type=module', '-e', START], {
      env: { ...process.env, ...this.#environment(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#exit = once(this.#child, 'exit');
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.log += text;
      });
    }
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Resolves to the exit code of `npm start`. */
  async exitCode(): Promise<number | null> {
    await this.#exit;
    return this.#child.exitCode;
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** The servers that live under the supervisor: two during a restart. */
  serverPids(): Promise<number[]> {
    return childrenOf(this.pid);
  }

  async serverPid(): Promise<number> {
    const [pid] = await this.serverPids();
    if (pid === undefined) throw new Error('there is no server now');
    return pid;
  }

  /** Resolves when somebody could join. */
  isUp(): Promise<void> {
    return eventually('the server is up', async () => {
      const response = await fetch(`${this.url}/readyz`).catch(() => null);
      return response?.status === 200;
    });
  }

  says(what: RegExp): Promise<void> {
    return eventually(`it says ${what}; it said: ${this.log}`, async () => what.test(this.log));
  }

  /** What `npm run restart` says, and its exit code. */
  async restart(): Promise<{ code: number | null; said: string }> {
    const child = spawn(process.execPath, ['--input-type=module', '-e', RESTART], {
      env: { ...process.env, ...this.#environment() },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    }
    await once(child, 'close');
    return { code: child.exitCode, said };
  }

  async connect(options?: TestClientOptions): Promise<TestClient> {
    const client = await TestClient.connect(this.url, options);
    this.#clients.push(client);
    return client;
  }

  /** Tries until somebody answers. */
  async connectAgain(options?: TestClientOptions): Promise<TestClient> {
    let client: TestClient | null = null;
    await eventually('somebody can connect', async () => {
      client = await this.connect(options).catch(() => null);
      return client !== null;
    });
    return client!;
  }

  /** What was said in a room, as somebody reads it who comes anew. */
  async textsIn(roomId: string): Promise<string[]> {
    const reader = await this.connectAgain();
    const { messages } = await reader.ask('openChat', { roomId, limit: 100 });
    return messages.map(({ text }) => text);
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.close();
    const servers = await this.serverPids();
    this.#child.kill('SIGKILL');
    for (const pid of servers) tryToKill(pid);
    await this.#exit;
    await eventually('all have ended', async () =>
      (await Promise.all(servers.map(isAlive))).every((alive) => !alive),
    );
    await rm(this.dataDir, { recursive: true, force: true });
  }

  #environment(): NodeJS.ProcessEnv {
    return {
      PORT: String(this.port),
      OTTOGI_RTC_PORT: String(this.mediaPort),
      OTTOGI_WORKERS: String(WORKERS),
      OTTOGI_HTTPS_HOST: 'off',
      OTTOGI_ANNOUNCED_ADDRESS: '127.0.0.1',
      OTTOGI_DATA_DIR: this.dataDir,
      OTTOGI_LOG_FORMAT: 'json',
    };
  }
}

function tryToKill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It followed its supervisor by itself.
  }
}
