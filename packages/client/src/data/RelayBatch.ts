import { type DataEnd, encodeData } from '@ottogi/protocol';
import type { Unreceived } from './Outgoing.ts';
import type { RelayLane } from './RelayLane.ts';

interface Shared {
  label: string;
  ends: DataEnd[];
  messages: Unreceived[];
}

/** What goes over the server at one time: what is the same for several goes up once. */
export class RelayBatch {
  /** By their bytes, which are one object for all receivers. */
  readonly #shared = new Map<Uint8Array, Shared>();

  add(peerId: string, base: number, message: Unreceived): void {
    const { label, bytes, seq } = message;
    const shared = this.#shared.get(bytes) ?? { label, ends: [], messages: [] };
    shared.ends.push({ peerId, seq, base });
    shared.messages.push(message);
    this.#shared.set(bytes, shared);
  }

  /** What the browser keeps no room for is sent later. */
  send(relay: RelayLane, now: number): void {
    for (const [bytes, { label, ends, messages }] of this.#shared) {
      try {
        relay.send(encodeData({ kind: 'message', ends, label, bytes }), true);
      } catch {
        return;
      }
      for (const message of messages) message.sentAt = now;
    }
  }
}
