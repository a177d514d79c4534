/** The heap of another Node process, by its inspector (https://nodejs.org/api/inspector.html). */
export class Heap {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (result: unknown) => void>();
  #asked = 0;
  #chunks: string[] = [];

  static async open(port: number): Promise<Heap> {
    const list = await fetch(`http://127.0.0.1:${port}/json/list`);
    const [target] = (await list.json()) as { webSocketDebuggerUrl: string }[];
    if (!target) throw new Error(`there is no inspector at port ${port}`);
    const socket = new WebSocket(target.webSocketDebuggerUrl);
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve(), { once: true });
      socket.addEventListener('error', () => reject(new Error('no inspector')), { once: true });
    });
    return new Heap(socket);
  }

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => this.#onMessage(String(data)));
  }

  /** What is in use once everything that nobody needs is gone. */
  async usedBytes(): Promise<number> {
    await this.#ask('HeapProfiler.collectGarbage');
    await this.#ask('HeapProfiler.collectGarbage');
    const { usedSize } = (await this.#ask('Runtime.getHeapUsage')) as { usedSize: number };
    return usedSize;
  }

  /** How many objects there are of each of these classes. */
  async count(classes: readonly string[]): Promise<Record<string, number>> {
    this.#chunks = [];
    await this.#ask('HeapProfiler.takeHeapSnapshot');
    const { snapshot, nodes, strings } = JSON.parse(this.#chunks.join('')) as Snapshot;
    this.#chunks = [];
    const { node_fields: fields, node_types: types } = snapshot.meta;
    const [typeAt, nameAt] = [fields.indexOf('type'), fields.indexOf('name')];
    const objectType = types[0].indexOf('object');
    const counts: Record<string, number> = Object.fromEntries(classes.map((name) => [name, 0]));
    for (let node = 0; node < nodes.length; node += fields.length) {
      const name = strings[nodes[node + nameAt]!]!;
      if (nodes[node + typeAt] === objectType && Object.hasOwn(counts, name)) counts[name]! += 1;
    }
    return counts;
  }

  close(): void {
    this.#socket.close();
  }

  #onMessage(text: string): void {
    const { id, method, params, result } = JSON.parse(text) as Message;
    if (method === 'HeapProfiler.addHeapSnapshotChunk') this.#chunks.push(params!.chunk);
    if (id === undefined) return;
    this.#waiting.get(id)?.(result);
    this.#waiting.delete(id);
  }

  #ask(method: string): Promise<unknown> {
    this.#asked += 1;
    const id = this.#asked;
    this.#socket.send(JSON.stringify({ id, method }));
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
    });
  }
}

interface Message {
  id?: number;
  method?: string;
  params?: { chunk: string };
  result?: unknown;
}

/** As V8 writes it: each node takes as many numbers in `nodes` as there are fields. */
interface Snapshot {
  snapshot: { meta: { node_fields: string[]; node_types: [string[]] } };
  nodes: number[];
  strings: string[];
}
