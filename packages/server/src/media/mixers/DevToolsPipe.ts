import type { Readable, Writable } from 'node:stream';

interface Answer {
  id?: number;
  result?: unknown;
  error?: { message: string };
}

type Waiting = PromiseWithResolvers<unknown>;

/**
 * The way to a browser that was started with `--remote-debugging-pipe`: JSON documents, each ended by
 * a zero byte (https://chromedevtools.github.io/devtools-protocol/). Nobody but who started it has
 * it, and it ends with whichever side ends first.
 */
export class DevToolsPipe {
  readonly #commands: Writable;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #rest = '';

  constructor(commands: Writable, answers: Readable) {
    this.#commands = commands;
    // Its end is told by the end of the process.
    commands.on('error', () => {});
    answers.on('error', () => {});
    answers.setEncoding('utf8');
    answers.on('data', (text: string) => this.#read(text));
  }

  /** Rejects where the browser refuses, or ends before it answers. */
  ask<T>(method: string, params: object = {}): Promise<T> {
    const id = ++this.#lastId;
    const waiting = Promise.withResolvers<unknown>();
    this.#waiting.set(id, waiting);
    this.#commands.write(`${JSON.stringify({ id, method, params })}\0`);
    return waiting.promise as Promise<T>;
  }

  close(): void {
    for (const { reject } of this.#waiting.values()) reject(new Error('the browser ended'));
    this.#waiting.clear();
  }

  #read(text: string): void {
    const documents = (this.#rest + text).split('\0');
    this.#rest = documents.pop() ?? '';
    for (const document of documents) this.#answered(JSON.parse(document) as Answer);
  }

  #answered({ id = 0, result, error }: Answer): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) waiting?.reject(new Error(error.message));
    else waiting?.resolve(result);
  }
}
