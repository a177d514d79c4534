import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig, type Config } from '../config.ts';
import type { Limits } from '../limits/limits.ts';
import { createLogger } from '../logger.ts';
import { OttogiServer } from '../OttogiServer.ts';
import type { ServerState } from '../http/routes.ts';
import { TestClock } from './TestClock.ts';
import { UNCONNECTED } from './unlimited.ts';
import { freePorts } from './freePorts.ts';
import { TestClient, type TestClientOptions } from './TestClient.ts';

const ADMIN_TOKEN = 'a-token-for-tests-only';

/** A whole server with real workers, on loopback and ports of its own. */
export class TestServer {
  readonly dataDir: string;
  /** Moves only when it is told to: how long a lost peer is waited for. */
  readonly clock = new TestClock();
  readonly #config: Config;
  readonly #limits: Limits;
  readonly #clients: TestClient[] = [];
  #server!: OttogiServer;
  #ports!: OttogiServer['ports'];

  /** @param limits What a test means to pass, or cannot wait for. */
  static async start(
    env: NodeJS.ProcessEnv = {},
    limits: Limits = UNCONNECTED,
  ): Promise<TestServer> {
    const dataDir = await mkdtemp(join(tmpdir(), 'ottogi-test-'));
    const config = loadConfig({
      OTTOGI_HTTPS_HOST: 'off',
      OTTOGI_ANNOUNCED_ADDRESS: '127.0.0.1',
      OTTOGI_ADMIN_TOKEN: ADMIN_TOKEN,
      OTTOGI_DATA_DIR: dataDir,
      OTTOGI_RTC_PORT: String(await freePorts(2)),
      OTTOGI_WORKERS: '1',
      // Whoever asks for a mix by chance is not to start a browser.
      OTTOGI_CHROMIUM: 'off',
      ...env,
    });
    config.http.port = 0;
    if (config.https) config.https.port = 0;
    const server = new TestServer(config, limits);
    await server.#start();
    return server;
  }

  private constructor(config: Config, limits: Limits) {
    this.#config = config;
    this.#limits = limits;
    this.dataDir = config.dataDir;
  }

  get server(): OttogiServer {
    return this.#server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#ports.http}`;
  }

  /** The same data folder and media ports, in a new server on a new port. */
  async restart(): Promise<void> {
    await this.#server.close();
    await this.#start();
  }

  async #start(): Promise<void> {
    const logger = createLogger('silent', 'json');
    this.#server = await OttogiServer.start(this.#config, logger, {
      clock: this.clock,
      limits: this.#limits,
    });
    this.#ports = this.#server.ports;
  }

  async connect(options?: TestClientOptions): Promise<TestClient> {
    const secureUrl = `https://127.0.0.1:${this.#ports.https}`;
    const client = await TestClient.connect(options?.secure ? secureUrl : this.url, options);
    this.#clients.push(client);
    return client;
  }

  async state(): Promise<ServerState> {
    return (await this.#getAsAdmin('/api/state')) as ServerState;
  }

  async workerPids(): Promise<number[]> {
    const { workers } = (await this.#getAsAdmin('/api/workers')) as { workers: { pid: number }[] };
    return workers.map(({ pid }) => pid);
  }

  async #getAsAdmin(path: string): Promise<unknown> {
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
    return (await fetch(`${this.url}${path}`, { headers })).json();
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.close();
    await this.#server.close();
    await rm(this.dataDir, { recursive: true });
  }
}

export const NOTHING: ServerState = {
  rooms: [],
  peers: [],
  transports: [],
  producers: [],
  consumers: [],
  dataProducers: [],
  dataConsumers: [],
  links: [],
  pipes: [],
  recordings: [],
};
