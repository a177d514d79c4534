/** Clients of the SDK in a plain page, and what they sent each other. */
import {
  type ClientError,
  RoomClient,
  type TopologyName,
} from '../../packages/client/src/index.ts';

interface Received {
  from: string;
  label: string;
  text: string;
}

class Sender {
  readonly client = new RoomClient();
  readonly received: Received[] = [];
  readonly reactions: string[] = [];
  #streaming: ReturnType<typeof setInterval> | undefined;
  #number = 0;

  constructor() {
    this.client.connect();
    this.client.on('reaction', ({ peerId, emoji }) => {
      this.reactions.push(`${nameOf(peerId)}: ${emoji}`);
    });
    this.client.on('data', ({ peerId, label, bytes }) => {
      const text = new TextDecoder().decode(bytes);
      this.received.push({ from: nameOf(peerId), label, text });
    });
  }

  get peerId(): string {
    const { call } = this.client.getSnapshot();
    return call.status === 'joined' ? call.peerId : '';
  }

  connected(): Promise<void> {
    const isConnected = () => this.client.getSnapshot().connection.status === 'connected';
    return new Promise((resolve) => {
      const stop = this.client.subscribe(() => {
        if (!isConnected()) return;
        stop();
        resolve();
      });
    });
  }

  /** Numbers, one after the other, until `stop`. */
  stream(): void {
    this.#streaming = setInterval(() => {
      this.#number += 1;
      void this.client.sendData('number', new TextEncoder().encode(String(this.#number)));
    }, 20);
  }

  /** @returns How many there were. */
  stop(): number {
    clearInterval(this.#streaming);
    return this.#number;
  }
}

const senders = new Map<string, Sender>();

function of(name: string): Sender {
  const sender = senders.get(name);
  if (!sender) throw new Error(`there is no ${name}`);
  return sender;
}

function nameOf(peerId: string): string {
  for (const [name, sender] of senders) if (sender.peerId === peerId) return name;
  return 'nobody';
}

const page = {
  async open(room: string, topologyRule: TopologyName, ...names: string[]) {
    for (const name of names) {
      const sender = new Sender();
      senders.set(name, sender);
      await sender.connected();
      // Who makes a room may change it.
      if (senders.size === 1) await sender.client.rooms.create({ name: room, topologyRule });
      await sender.client.join({ room, name });
    }
  },

  /** @returns Its error's code, if it has one. */
  async send(
    name: string,
    text: string,
    { to, ordered = true, label = 'text' }: { to?: string; ordered?: boolean; label?: string } = {},
  ): Promise<string | null> {
    const bytes = new TextEncoder().encode(text);
    const receiver = to && (senders.get(to)?.peerId ?? to);
    try {
      await of(name).client.sendData(label, bytes, receiver, { ordered });
      return null;
    } catch (error) {
      return (error as ClientError).code;
    }
  },

  async setRule(name: string, topologyRule: 'mesh' | 'sfu') {
    const { client } = of(name);
    const { call } = client.getSnapshot();
    if (call.status !== 'joined') throw new Error(`${name} is in no call`);
    await client.rooms.update(call.roomId, { topologyRule });
  },

  react: (name: string, emoji: string) => of(name).client.react(emoji),

  stream: (name: string) => of(name).stream(),
  stop: (name: string) => of(name).stop(),
  leave: (name: string) => of(name).client.leave(),

  reactions: (name: string) => of(name).reactions,

  /** Offers a file of which no two parts are alike. */
  async offerFile(name: string, to: string, sizeBytes: number) {
    const numbers = Uint32Array.from({ length: sizeBytes / 4 }, (_, at) => at);
    await of(name).client.files.offer(of(to).peerId, new File([numbers], 'numbers'));
  },

  async acceptFile(name: string) {
    const { client } = of(name);
    const [transfer] = client.getSnapshot().transfers;
    await client.files.accept(transfer?.transferId ?? '');
  },

  /** How the first file of somebody stands, and whether it holds what was sent. */
  async file(name: string) {
    const [transfer] = of(name).client.getSnapshot().transfers;
    const { status = null, receivedBytes = 0, file = null, error } = transfer ?? {};
    const numbers = file && new Uint32Array(await file.arrayBuffer());
    const whole = numbers?.every((number, at) => number === at) ?? false;
    return { status, receivedBytes, whole, code: error?.code ?? null };
  },

  /** What came to somebody, each as “who: what”. */
  received: (name: string) => of(name).received.map(({ from, text }) => `${from}: ${text}`),
};

export type DataPage = typeof page;

Object.assign(globalThis, { dataPage: page });
