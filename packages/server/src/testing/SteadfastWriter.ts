import { randomBytes } from 'node:crypto';
import type { Ack, AckData } from '@ottogi/protocol';
import { type TestClient } from './TestClient.ts';

/**
 * Writes messages one after another, as the SDK does: each under an id that it keeps, again and
 * again until it is acked, on whatever connection there is.
 */
export class SteadfastWriter {
  readonly #connect: () => Promise<TestClient>;
  readonly #roomId: string;
  readonly #running: Promise<void>;
  #client: TestClient;
  #stopped = false;
  /** The ids of what was acked, in the order in which it was written. */
  readonly acked: string[] = [];
  /** Why an attempt came to nothing, each once. */
  readonly setbacks = new Set<string>();

  constructor(client: TestClient, roomId: string, connect: () => Promise<TestClient>) {
    this.#client = client;
    this.#roomId = roomId;
    this.#connect = connect;
    this.#running = this.#run();
  }

  /** Resolves when the last message is acked. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const messageId = randomBytes(12).toString('base64url');
      while (!(await this.#try(messageId)));
      this.acked.push(messageId);
    }
  }

  async #try(messageId: string): Promise<boolean> {
    const { socket } = this.#client;
    if (!socket.connected) this.#client = await this.#connect();
    const ack = await this.#send(messageId);
    if (ack.ok) return true;
    this.setbacks.add(ack.error.code);
    return false;
  }

  async #send(messageId: string): Promise<Ack<AckData<'sendMessage'>>> {
    const request = { roomId: this.#roomId, messageId, text: `text of ${messageId}` };
    try {
      return (await this.#client.raw('sendMessage', request)) as Ack<AckData<'sendMessage'>>;
    } catch {
      return { ok: false, error: { code: 'internal', message: 'the connection broke' } };
    }
  }
}
