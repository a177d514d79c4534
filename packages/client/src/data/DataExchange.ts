import {
  DATA_LABEL_MAX_BYTES,
  DATA_MAX_BYTES,
  DATA_RATES,
  type DataEnd,
  type DataFrame,
  decodeData,
  encodeData,
  labelBytes,
} from '@ottogi/protocol';
import { ClientError } from '../errors.ts';
import { Budget } from './Budget.ts';
import type { DataLane } from './DataLane.ts';
import { Incoming, UNRECEIVED_MAX_BYTES, type DataMessage } from './Incoming.ts';
import { Outgoing, type Unreceived } from './Outgoing.ts';
import { RelayBatch } from './RelayBatch.ts';
import type { RelayLane } from './RelayLane.ts';

/** How soon others hear that all has come, and how often it is looked for what is overdue. */
const RECEIPT_AFTER_MS = 200;
/** Of much they hear sooner: who sends it waits for that. */
const RECEIPT_AFTER_BYTES = 64 * 1024;
const LOOK_EVERY_MS = 500;

/** Of something large, to each of the others: what else is sent does not wait for long behind it. */
const PARTS_MAX_BYTES = 256 * 1024;

/** Over the server half of what one may send in a row stays for everything else. */
const RESERVED = 0.5;

const NO_BYTES = new Uint8Array();

export interface DataExchangeOwner {
  /** Everybody else in the call. */
  others(): readonly string[];
  /** The link to this peer, where one is connected. */
  direct(peerId: string): DataLane | null;
  /** The way over the server, where there is one, open or not yet. */
  relay(): RelayLane | null;
  received(peerId: string, message: DataMessage): void;
  /** `sendPart` may have room again. */
  roomMade(): void;
}

export interface SendDataOptions {
  /** Whether it arrives for certain, and after what was sent before; true if left out. */
  ordered?: boolean;
}

/**
 * Data between the peers of a call. To each it goes over the link to them, and over the server where
 * there is none. What is in order is kept until they have it, and sent again: over whichever way there
 * is by then.
 */
export class DataExchange {
  readonly #ownPeerId: string;
  readonly #owner: DataExchangeOwner;
  readonly #outgoing = new Map<string, Outgoing>();
  readonly #incoming = new Map<string, Incoming>();
  /** To whom the server lets nothing pass. */
  readonly #unreachable = new Set<string>();
  readonly #messages = new Budget(DATA_RATES.messages);
  readonly #volume = new Budget(DATA_RATES.bytes);
  /** Who is to hear that something has come. */
  readonly #owed = new Set<string>();
  #owedBytes = 0;
  #receiptTimer: ReturnType<typeof setTimeout> | undefined;
  #roomTimer: ReturnType<typeof setTimeout> | undefined;
  #lookTimer: ReturnType<typeof setInterval> | undefined;

  constructor(ownPeerId: string, owner: DataExchangeOwner) {
    this.#ownPeerId = ownPeerId;
    this.#owner = owner;
  }

  /** Whether there is somebody else in the call, and a connected link to each of them. */
  get reachesAllDirectly(): boolean {
    const others = this.#owner.others();
    return others.length > 0 && others.every((peerId) => this.#owner.direct(peerId) !== null);
  }

  /** @throws ClientError `messageTooLarge`, `notFound`, `tooManyRequests`, `dataBlocked` */
  send(
    label: string,
    bytes: Uint8Array,
    to: readonly string[] | null,
    { ordered = true }: SendDataOptions,
  ): void {
    if (bytes.length > DATA_MAX_BYTES || labelBytes(label) > DATA_LABEL_MAX_BYTES) {
      throw new ClientError('messageTooLarge', 'a message or its label is larger than may be');
    }
    const receivers = this.#receivers(to);
    const full = receivers.find((peerId) => {
      return ordered && this.#to(peerId).bytes + bytes.length > UNRECEIVED_MAX_BYTES;
    });
    if (full !== undefined) {
      throw new ClientError('dataBlocked', `too much waits for a way to the peer ${full}`);
    }
    this.#take(bytes.length);
    if (ordered) this.#sendOrdered(receivers, label, bytes.slice());
    else this.#sendUnordered(receivers, to === null, { label, bytes });
  }

  /**
   * Sends a part of something large to one peer, in order and as fast as it is received there: over
   * the server no faster than that takes it. False where there is no room for it yet.
   */
  sendPart(label: string, bytes: Uint8Array, to: string): boolean {
    if (!this.#owner.others().includes(to)) return false;
    const way = this.#way(to);
    if (!way || this.unreceivedBytes(to) + bytes.length > PARTS_MAX_BYTES) return false;
    if (way === this.#owner.relay() && !this.#takePart(bytes.length)) return false;
    this.#sendOrdered([to], label, bytes.slice());
    return true;
  }

  /** How much of what was sent to this peer in order it has not said to have. */
  unreceivedBytes(peerId: string): number {
    return this.#outgoing.get(peerId)?.bytes ?? 0;
  }

  /** Whether the server lets anything pass to this peer, as far as it said. */
  reaches(peerId: string): boolean {
    return !this.#unreachable.has(peerId);
  }

  /** Something came over the link to this peer, or over the server. */
  receive(linkedPeerId: string | null, raw: ArrayBuffer): void {
    const frame = decodeData(new Uint8Array(raw));
    for (const end of frame?.ends ?? []) {
      // Over a link nobody speaks for others.
      if (!frame || (linkedPeerId !== null && linkedPeerId !== end.peerId)) return;
      this.#receiveFrom(end, frame, linkedPeerId === null);
    }
  }

  /** The ways are others now, perhaps, or do otherwise. */
  update(): void {
    const batch = new RelayBatch();
    for (const [peerId, { lane, unreceived }] of this.#outgoing) {
      const way = unreceived.length > 0 ? this.#way(peerId) : null;
      // What was on its way over the former one may have got lost there.
      if (way && way !== lane) this.#transmit(peerId, way, unreceived, batch);
    }
    this.#sendBatch(batch);
    this.#giveReceipts();
    this.#owner.roomMade();
  }

  /** This peer is gone. */
  left(peerId: string): void {
    this.#outgoing.get(peerId)?.drop();
    this.#incoming.delete(peerId);
    this.#unreachable.delete(peerId);
    this.#owed.delete(peerId);
  }

  close(): void {
    clearTimeout(this.#receiptTimer);
    clearTimeout(this.#roomTimer);
    clearInterval(this.#lookTimer);
    this.#owed.clear();
  }

  #receivers(to: readonly string[] | null): string[] {
    const others = this.#owner.others();
    const missing = to?.find((peerId) => !others.includes(peerId));
    if (missing !== undefined) {
      throw new ClientError('notFound', `there is no other peer ${missing} in this call`);
    }
    return [...new Set(to ?? others)].filter((peerId) => !this.#unreachable.has(peerId));
  }

  #take(bytes: number): void {
    const retryAfterMs = Math.max(this.#messages.waitMs(1), this.#volume.waitMs(bytes));
    if (retryAfterMs > 0) {
      const message = 'more data than a peer may send: wait a bit';
      throw new ClientError('tooManyRequests', message, { retryAfterMs });
    }
    this.#messages.take(1);
    this.#volume.take(bytes);
  }

  #takePart(bytes: number): boolean {
    const { messages, bytes: volume } = DATA_RATES;
    const waitMs = Math.max(
      this.#messages.waitMs(1 + RESERVED * messages.burst),
      this.#volume.waitMs(bytes + RESERVED * volume.burst),
    );
    if (waitMs > 0) {
      this.#roomTimer ??= setTimeout(() => {
        this.#roomTimer = undefined;
        this.#owner.roomMade();
      }, waitMs);
      return false;
    }
    this.#messages.take(1);
    this.#volume.take(bytes);
    return true;
  }

  #sendOrdered(receivers: readonly string[], label: string, bytes: Uint8Array): void {
    const batch = new RelayBatch();
    for (const peerId of receivers) {
      const outgoing = this.#to(peerId);
      const message = outgoing.add(label, bytes);
      const way = this.#way(peerId);
      const isOther = way !== outgoing.lane;
      if (way) this.#transmit(peerId, way, isOther ? outgoing.unreceived : [message], batch);
    }
    this.#sendBatch(batch);
    this.#watch();
  }

  #sendUnordered(receivers: readonly string[], all: boolean, message: DataMessage): void {
    const relay = this.#owner.relay();
    const ends: DataEnd[] = [];
    let blocked = receivers.length > 0;
    let linked = false;
    for (const peerId of receivers) {
      const link = this.#owner.direct(peerId);
      if (link) {
        linked = true;
        blocked = !this.#sendOver(link, message) && blocked;
      } else ends.push({ peerId, seq: 0, base: 0 });
    }
    if (relay && ends.length > 0) {
      // Who is there is known best to the server, where no one of them is reached otherwise.
      const frame = { kind: 'message', ends: all && !linked ? [] : ends, ...message } as const;
      blocked = !tryToSend(relay, frame, false) && blocked;
    }
    if (blocked) throw new ClientError('dataBlocked', 'there is no way to any of them now');
  }

  #sendOver(link: DataLane, message: DataMessage): boolean {
    const ends = [{ peerId: this.#ownPeerId, seq: 0, base: 0 }];
    return tryToSend(link, { kind: 'message', ends, ...message }, false);
  }

  /** An open one; where there is none, it is asked for. */
  #way(peerId: string): DataLane | null {
    const link = this.#owner.direct(peerId);
    if (link) return link;
    const relay = this.#owner.relay();
    if (relay?.isOpen) return relay;
    relay?.open();
    return null;
  }

  /** Over a link at once, over the server with the batch. */
  #transmit(
    peerId: string,
    way: DataLane,
    messages: readonly Unreceived[],
    batch: RelayBatch,
  ): void {
    const outgoing = this.#to(peerId);
    outgoing.lane = way;
    const { base } = outgoing;
    for (const message of messages) {
      if (way === this.#owner.relay()) {
        batch.add(peerId, base, message);
        continue;
      }
      const { seq, label, bytes } = message;
      const ends = [{ peerId: this.#ownPeerId, seq, base }];
      if (!tryToSend(way, { kind: 'message', ends, label, bytes }, true)) return;
      message.sentAt = performance.now();
    }
  }

  #sendBatch(batch: RelayBatch): void {
    const relay = this.#owner.relay();
    if (relay?.isOpen) batch.send(relay, performance.now());
  }

  #receiveFrom(end: DataEnd, { kind, label, bytes: part }: DataFrame, fromServer: boolean): void {
    const { peerId, seq } = end;
    // Whoever gets it sees nothing of the frame behind it.
    const bytes = part.slice();
    if (kind === 'received') {
      const outgoing = this.#outgoing.get(peerId);
      outgoing?.received(seq);
      if (outgoing && outgoing.unreceived.length > 0) this.#sendOverdue();
      this.#owner.roomMade();
    } else if (kind === 'unreachable') {
      if (!fromServer) return;
      this.#unreachable.add(peerId);
      this.#outgoing.get(peerId)?.drop();
      this.#owner.roomMade();
    } else if (seq === 0) this.#owner.received(peerId, { label, bytes });
    else {
      const incoming = this.#incoming.get(peerId) ?? new Incoming();
      this.#incoming.set(peerId, incoming);
      const due = incoming.take(end, { label, bytes });
      for (const message of due) this.#owner.received(peerId, message);
      this.#owe(peerId, bytes.length);
    }
  }

  #owe(peerId: string, bytes: number): void {
    this.#owed.add(peerId);
    this.#owedBytes += bytes;
    this.#receiptTimer ??= setTimeout(() => this.#giveReceipts(), RECEIPT_AFTER_MS);
    if (this.#owedBytes >= RECEIPT_AFTER_BYTES) this.#giveReceipts();
  }

  #giveReceipts(): void {
    clearTimeout(this.#receiptTimer);
    this.#receiptTimer = undefined;
    this.#owedBytes = 0;
    const relay = this.#owner.relay();
    const relayed: DataEnd[] = [];
    const owed = [...this.#owed];
    for (const peerId of owed) {
      const way = this.#way(peerId);
      const seq = this.#incoming.get(peerId)?.receivedSeq ?? 0;
      if (way && way === relay) relayed.push({ peerId, seq, base: 0 });
      else if (way) this.#giveReceipt(way, [{ peerId: this.#ownPeerId, seq, base: 0 }], peerId);
    }
    if (relay && relayed.length > 0) {
      this.#giveReceipt(relay, relayed, ...relayed.map(({ peerId }) => peerId));
    }
  }

  /** Where it cannot be given, it is when the way is another one. */
  #giveReceipt(way: DataLane, ends: DataEnd[], ...peerIds: string[]): void {
    for (const peerId of peerIds) this.#owed.delete(peerId);
    const given = tryToSend(way, { kind: 'received', ends, label: '', bytes: NO_BYTES }, true);
    if (!given) for (const peerId of peerIds) this.#owed.add(peerId);
  }

  #to(peerId: string): Outgoing {
    const outgoing = this.#outgoing.get(peerId) ?? new Outgoing();
    this.#outgoing.set(peerId, outgoing);
    return outgoing;
  }

  #watch(): void {
    this.#lookTimer ??= setInterval(() => {
      if (this.#sendOverdue()) return;
      clearInterval(this.#lookTimer);
      this.#lookTimer = undefined;
    }, LOOK_EVERY_MS);
  }

  /** @returns Whether anything is still to be received by anybody. */
  #sendOverdue(): boolean {
    const now = performance.now();
    const others = new Set(this.#owner.others());
    const batch = new RelayBatch();
    let left = false;
    for (const [peerId, outgoing] of this.#outgoing) {
      if (outgoing.isGivenUp(others.has(peerId), now)) outgoing.drop();
      left ||= outgoing.unreceived.length > 0;
      const overdue = others.has(peerId) ? outgoing.overdue(now) : [];
      const way = overdue.length > 0 ? this.#way(peerId) : null;
      // What is still on this side needs no sending again.
      if (way && way.bufferedBytes === 0) this.#transmit(peerId, way, overdue, batch);
    }
    this.#sendBatch(batch);
    return left;
  }
}

/** False where it is not open any more, or the browser keeps no more. */
function tryToSend(way: DataLane, frame: DataFrame, ordered: boolean): boolean {
  try {
    way.send(encodeData(frame), ordered);
    return true;
  } catch {
    return false;
  }
}
