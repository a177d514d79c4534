import { ClientProcess } from './ClientProcess.ts';
import type { Order, Report } from './messages.ts';

const PROCESSES = 2;
const PEERS_PER_ROOM = 25;
const AT_A_TIME = 40;

/** How long something took of which the clients tell. */
export type TimedReport = Report & { tookMs: number };

/** All clients, in processes of their own beside the server's. */
export class AllClients {
  readonly #url: string;
  readonly #processes = Array.from({ length: PROCESSES }, () => new ClientProcess());

  constructor(url: string) {
    this.#url = url;
  }

  /** So many come at once, each from an address of their own, and stay. */
  enter(clients: number): Promise<TimedReport> {
    const count = clients / PROCESSES;
    const peersPerRoom = PEERS_PER_ROOM;
    return this.#all((index) => {
      return { name: 'storm', url: this.#url, from: index * count, count, peersPerRoom };
    });
  }

  /** Everybody will come back from one of so few addresses. */
  async gather(addresses: number): Promise<void> {
    await this.#all(() => ({ name: 'gather', addresses }));
  }

  /** Resolves when everybody is back after a loss. */
  returned(): Promise<TimedReport> {
    return this.#all(() => ({ name: 'return' }));
  }

  async part(): Promise<void> {
    await this.#all(() => ({ name: 'part' }));
  }

  /** Some of so many people at a time come, move and go. */
  churn(people: number, cycles: number, vanish: boolean): Promise<TimedReport> {
    const each = people / PROCESSES;
    return this.#all((index) => ({
      name: 'churn',
      url: this.#url,
      from: index * each,
      people: each,
      cycles: cycles / PROCESSES,
      atATime: AT_A_TIME / PROCESSES,
      vanish,
    }));
  }

  async stop(): Promise<void> {
    await Promise.all(this.#processes.map((process) => process.stop()));
  }

  async #all(order: (index: number) => Order): Promise<TimedReport> {
    const startedAt = performance.now();
    const told = this.#processes.map((process, index) => process.obey(order(index)));
    const reports = await Promise.all(told);
    return { ...together(reports), tookMs: performance.now() - startedAt };
  }
}

function together(reports: Report[]): Report {
  const sum = (what: 'events' | 'refusals' | 'losses') =>
    reports.reduce((total, report) => total + report[what], 0);
  return {
    joinMs: reports.flatMap(({ joinMs }) => joinMs),
    failures: reports.flatMap(({ failures }) => failures),
    events: sum('events'),
    refusals: sum('refusals'),
    losses: sum('losses'),
  };
}
