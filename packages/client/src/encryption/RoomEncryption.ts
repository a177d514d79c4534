import type { Bytes } from './bytes.ts';
import { type CreateEncryptionWorker, type FrameProtection, FrameWorker } from './FrameWorker.ts';
import { KeyExchange, type PeerTrust } from './KeyExchange.ts';
import { OwnKeys } from './OwnKeys.ts';
import { createIdentity } from './Pairing.ts';

/** Messages about keys, and for whom they are. */
type Letters = { peerId: string; payload: string }[];

export interface RoomEncryptionOwner {
  createWorker: CreateEncryptionWorker;
  /** @throws whatever Web Crypto throws */
  roomKey(roomId: string): Promise<Bytes>;
  send(messages: Letters): void;
  changed(trust: ReadonlyMap<string, PeerTrust>): void;
}

/** Who one is in a call, and who else is in it. */
export interface Place {
  roomId: string;
  peerId: string;
  peerIds: readonly string[];
}

const NOBODY: ReadonlyMap<string, PeerTrust> = new Map();

/**
 * Everything that encrypts for one membership, through all its media sessions: the own keys, the
 * worker that uses them, and the exchange with the others.
 */
export class RoomEncryption {
  readonly #owner: RoomEncryptionOwner;
  readonly #keys: OwnKeys;
  #worker: FrameWorker;
  #place: Pick<Place, 'roomId' | 'peerId'> | null = null;
  #exchange: KeyExchange | null = null;
  #trust = NOBODY;
  #peerIds: readonly string[] = [];
  /** Came before the exchange could take them. */
  #early: { peerId: string; payload: string }[] = [];
  #closed = false;

  constructor(owner: RoomEncryptionOwner) {
    this.#owner = owner;
    this.#worker = this.#startWorker();
    this.#keys = new OwnKeys((key) => this.#worker.use(key));
  }

  get closed(): boolean {
    return this.#closed;
  }

  get trust(): ReadonlyMap<string, PeerTrust> {
    return this.#trust;
  }

  /** For a media session that begins: on the worker that lives, or another one. */
  protection(): FrameProtection {
    if (this.#worker.dead) {
      this.#worker = this.#startWorker();
      this.#keys.restart();
      this.#exchange?.restarted();
      // What the other one had to open with went with it.
      this.#exchange?.greet();
    }
    return this.#worker;
  }

  /** The membership stands, or stands again after messages may have been lost. */
  entered({ roomId, peerId, peerIds }: Place): void {
    const same = this.#place?.roomId === roomId && this.#place.peerId === peerId;
    if (same) {
      this.setPeers(peerIds);
      this.askAgain();
      return;
    }
    this.#exchange?.close();
    this.#exchange = null;
    this.#early = [];
    // Somebody else to the others: whoever came meanwhile gets nothing of before.
    if (this.#place) this.#keys.restart();
    this.#place = { roomId, peerId };
    this.setPeers(peerIds);
    void this.#begin({ roomId, peerId, peerIds });
  }

  /** Messages may have been missed. */
  askAgain(): void {
    this.#exchange?.greet();
  }

  setPeers(peerIds: readonly string[]): void {
    for (const peerId of this.#peerIds) if (!peerIds.includes(peerId)) this.#worker.forget(peerId);
    this.#peerIds = peerIds;
    this.#exchange?.setPeers(peerIds);
  }

  received(message: { roomId: string; peerId: string; payload: string }): void {
    if (message.roomId !== this.#place?.roomId) return;
    if (this.#exchange) this.#exchange.received(message.peerId, message.payload);
    else this.#early.push(message);
  }

  /** Null while there is none yet. */
  async code(): Promise<string | null> {
    return (await this.#exchange?.code()) ?? null;
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true;
    this.#exchange?.close();
    this.#worker.close();
  }

  async #begin({ roomId, peerId: own, peerIds }: Place): Promise<void> {
    const place = this.#place;
    const roomKey = await this.#owner.roomKey(roomId);
    const identity = await createIdentity({ roomId, peerId: own, roomKey });
    if (this.#closed || this.#place !== place) return;
    const owner = {
      send: (messages: Letters) => this.#owner.send(messages),
      keyReceived: (peerId: string, key: Parameters<FrameWorker['add']>[1]) => {
        if (this.#peerIds.includes(peerId)) this.#worker.add(peerId, key);
      },
      trustChanged: (trust: ReadonlyMap<string, PeerTrust>) => {
        this.#trust = trust;
        this.#owner.changed(trust);
      },
    };
    this.#exchange = new KeyExchange(identity, this.#keys, owner, peerIds);
    this.#exchange.setPeers(this.#peerIds);
    for (const { peerId, payload } of this.#early) this.#exchange.received(peerId, payload);
    this.#early = [];
  }

  #startWorker(): FrameWorker {
    return new FrameWorker(this.#owner.createWorker(), (peerId) => this.#exchange?.greet([peerId]));
  }
}
