import {
  DATA_RATES,
  type DataEnd,
  type DataFrame,
  decodeData,
  encodeData,
  type NotificationData,
} from '@ottogi/protocol';
import { RateLimit } from '../limits/RateLimit.ts';
import type { TopologyPeer } from './Topology.ts';

/** What was lost is sent again, and counts again. */
const LENIENCY = 2;

/** How often whoever is over the limits hears that. */
const TELL_DROPS: { burst: number; refillMs: number } = { burst: 1, refillMs: 1_000 };

type DropReason = NotificationData<'dataDropped'>['reason'];

/** One peer, as far as data is concerned. */
export interface DataPeer {
  readonly peer: TopologyPeer;
  sendData(frame: Uint8Array, ordered: boolean): void;
}

interface Allowance {
  messages: RateLimit;
  bytes: RateLimit;
  receipts: RateLimit;
  tells: RateLimit;
}

/**
 * Takes what peers send as data, and passes it on to those whom it names, and to nobody else. The
 * server's word is who it is from. It promises nothing: what is in order is sent again until its
 * receiver says that it has it.
 */
export class DataRelay {
  readonly #peers: ReadonlyMap<string, DataPeer>;
  readonly #allowances = new WeakMap<TopologyPeer, Allowance>();

  /** @param peers Everybody, as they are at any moment. */
  constructor(peers: ReadonlyMap<string, DataPeer>) {
    this.#peers = peers;
  }

  /** Something came from this peer. Never throws: it costs nobody else anything. */
  take(from: TopologyPeer, raw: Uint8Array, ordered: boolean): void {
    const frame = decodeData(raw);
    const reason = frame ? this.#refusal(from, frame, ordered) : 'invalidRequest';
    if (reason) this.#tellDrop(from, reason);
    else if (frame) this.#passOn(from, frame, ordered);
  }

  #refusal(from: TopologyPeer, frame: DataFrame, ordered: boolean): DropReason | null {
    const { kind, ends, bytes } = frame;
    const allowance = this.#allowance(from);
    // Whoever is named twice would get it twice.
    if (new Set(ends.map(({ peerId }) => peerId)).size < ends.length) return 'invalidRequest';
    if (kind === 'received') return taken(allowance.receipts, 1) ? null : 'tooManyRequests';
    // For everybody there is no order: each of them counts by itself.
    const fits = ordered ? ends.length > 0 && ends.every(({ seq }) => seq > 0) : unnumbered(ends);
    if (kind !== 'message' || !fits) return 'invalidRequest';
    if (!from.maySendData) return 'notGranted';
    const { messages, bytes: volume } = allowance;
    if (messages.waitMs() > 0 || volume.waitMs(bytes.length) > 0) return 'tooManyRequests';
    messages.take();
    volume.take(bytes.length);
    return null;
  }

  #passOn(from: TopologyPeer, frame: DataFrame, ordered: boolean): void {
    const { peerId } = from;
    const everybody = () => [...this.#peers.keys()].map((id) => ({ peerId: id, seq: 0, base: 0 }));
    const ends = frame.ends.length > 0 ? frame.ends : everybody();
    const unreachable: DataEnd[] = [];
    for (const { peerId: receiverId, seq, base } of ends) {
      const receiver = this.#peers.get(receiverId);
      if (!receiver || receiver.peer.hidden || receiverId === peerId) continue;
      const isTaken = receiver.peer.mayReceive || frame.kind === 'received';
      if (isTaken) {
        receiver.sendData(encodeData({ ...frame, ends: [{ peerId, seq, base }] }), ordered);
      } else {
        unreachable.push({ peerId: receiverId, seq: 0, base: 0 });
      }
    }
    if (unreachable.length === 0 || !ordered) return;
    const told = { kind: 'unreachable', ends: unreachable, label: '', bytes: NOTHING } as const;
    this.#peers.get(peerId)?.sendData(encodeData(told), true);
  }

  #tellDrop(from: TopologyPeer, reason: DropReason): void {
    if (taken(this.#allowance(from).tells, 1)) {
      from.notify({ name: 'dataDropped', data: { reason } });
    }
  }

  /** Of a peer, whatever becomes of its media: new media is no new allowance. */
  #allowance(peer: TopologyPeer): Allowance {
    const { messages, bytes } = DATA_RATES;
    const known = this.#allowances.get(peer) ?? {
      messages: new RateLimit(lenient(messages)),
      bytes: new RateLimit(lenient(bytes)),
      receipts: new RateLimit(lenient(messages)),
      tells: new RateLimit(TELL_DROPS),
    };
    this.#allowances.set(peer, known);
    return known;
  }
}

const NOTHING = new Uint8Array();

function lenient({ burst, refillMs }: { burst: number; refillMs: number }) {
  return { burst: burst * LENIENCY, refillMs: refillMs / LENIENCY };
}

function taken(limit: RateLimit, cost: number): boolean {
  if (limit.waitMs(cost) > 0) return false;
  limit.take(cost);
  return true;
}

function unnumbered(ends: readonly DataEnd[]): boolean {
  return ends.every(({ seq }) => seq === 0);
}
