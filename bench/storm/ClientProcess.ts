import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Order, Report } from './messages.ts';

/** Many clients in a process of their own, so that they cost the server nothing but what they ask. */
export class ClientProcess {
  readonly #child: ChildProcess = fork(join(import.meta.dirname, 'clients.ts'));

  async obey(order: Order): Promise<Report> {
    this.#child.send(order);
    const [report] = (await once(this.#child, 'message')) as [Report];
    return report;
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.kill();
    await ended;
  }
}
