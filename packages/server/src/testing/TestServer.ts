import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../config.ts';
import { createLogger } from '../logger.ts';
import { OttogiServer } from '../OttogiServer.ts';
import type { StateDocuments } from '../rooms/stateDocuments.ts';
import { freePorts } from './freePorts.ts';
import { TestClient, type TestClientOptions } from './TestClient.ts';

const ADMIN_TOKEN = 'a-token-for-tests-only';

/** A whole server with real workers, on loopback and ports of its own. */
export class TestServer {
  readonly url: string;
  readonly server: OttogiServer;
  readonly #dataDir: string;
  readonly #clients: TestClient[] = [];

  static async start(env: NodeJS.ProcessEnv = {}): Promise<TestServer> {
    const dataDir = await mkdtemp(join(tmpdir(), 'ottogi-test-'));
    const config = loadConfig({
      OTTOGI_HTTPS_HOST: 'off',
      OTTOGI_ANNOUNCED_ADDRESS: '127.0.0.1',
      OTTOGI_ADMIN_TOKEN: ADMIN_TOKEN,
      OTTOGI_DATA_DIR: dataDir,
      OTTOGI_RTC_PORT: String(await freePorts(2)),
      OTTOGI_WORKERS: '1',
      ...env,
    });
    config.http.port = 0;
    if (config.https) config.https.port = 0;
    const server = await OttogiServer.start(config, createLogger('silent', 'json'));
    return new TestServer(server, dataDir);
  }

  private constructor(server: OttogiServer, dataDir: string) {
    this.server = server;
    this.url = `http://127.0.0.1:${server.ports.http}`;
    this.#dataDir = dataDir;
  }

  async connect(options?: TestClientOptions): Promise<TestClient> {
    const secureUrl = `https://127.0.0.1:${this.server.ports.https}`;
    const client = await TestClient.connect(options?.secure ? secureUrl : this.url, options);
    this.#clients.push(client);
    return client;
  }

  async state(): Promise<StateDocuments> {
    return (await this.#getAsAdmin('/api/state')) as StateDocuments;
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
    await this.server.close();
    await rm(this.#dataDir, { recursive: true });
  }
}

export const NOTHING: StateDocuments = {
  rooms: [],
  peers: [],
  transports: [],
  producers: [],
  consumers: [],
};
