import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Order, Report } from './messages.ts';

/** Many clients in a process of their own, so that they cost the server nothing but what they ask. */
export class ClientProcess {
  // Without what was loaded ahead of this process: it would not let orders keep the other one alive.
  readonly #child: ChildProcess = fork(join(import.meta.dirname, 'clients.ts'), [], {
    execArgv: [],
  });

  async obey(order: Order): Promise<Report> {
    this.#child.send(order);
    const ended = new AbortController();
    const crashed = once(this.#child, 'exit', { signal: ended.signal }).then((how) => {
      throw new Error(`a process of clients ended (${how.join(' ').trim()})`);
    });
    const reported = once(this.#child, 'message', { signal: ended.signal });
    try {
      const [report] = (await Promise.race([reported, crashed])) as [Report];
      return report;
    } finally {
      crashed.catch(() => undefined);
      reported.catch(() => undefined);
      ended.abort();
    }
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill();
    await ended;
  }
}
