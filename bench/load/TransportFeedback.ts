import { EXTENSION, readExtension } from './rtp.ts';

const TICK_MS = 0.25;
const REFERENCE_MS = 64;
const SYMBOLS_PER_CHUNK = 7;

/**
 * What a browser tells a sender of every packet: that it came, and when (transport-wide congestion
 * control, draft-holmer-rmcat-transport-wide-cc-extensions-01). Without it the router would believe
 * in a link of its initial estimate, and do none of the work that estimating is.
 */
export class TransportFeedback {
  /** Arrival times by sequence number, in the order of arrival. */
  #arrived = new Map<number, number>();
  #count = 0;

  note(packet: Buffer, nowMs: number): void {
    const value = readExtension(packet, EXTENSION.transportSequence);
    if (value) this.#arrived.set(value.readUInt16BE(0), nowMs);
  }

  /** One RTCP packet for all that came since the last one; undefined if nothing did. */
  take(senderSsrc: number, mediaSsrc: number): Buffer | undefined {
    const arrived = this.#arrived;
    if (arrived.size === 0) return undefined;
    this.#arrived = new Map();
    const [base, firstMs] = arrived.entries().next().value!;
    const referenceMs = Math.floor(firstMs / REFERENCE_MS) * REFERENCE_MS;
    const { symbols, deltas } = statusOf(arrived, base, referenceMs);
    const head = Buffer.alloc(20);
    head[0] = 0x80 | 15;
    head[1] = 205;
    head.writeUInt32BE(senderSsrc, 4);
    head.writeUInt32BE(mediaSsrc, 8);
    head.writeUInt16BE(base, 12);
    head.writeUInt16BE(symbols.length, 14);
    head.writeUIntBE((referenceMs / REFERENCE_MS) % 2 ** 24, 16, 3);
    head[19] = this.#count++ & 0xff;
    const body = Buffer.concat([head, chunksOf(symbols), ...deltas]);
    const packet = Buffer.concat([body, Buffer.alloc((4 - (body.length % 4)) % 4)]);
    packet.writeUInt16BE(packet.length / 4 - 1, 2);
    return packet;
  }
}

/** For each sequence number from `base` on: 0 missing, 1 a delta of one byte, 2 one of two. */
function statusOf(arrived: Map<number, number>, base: number, referenceMs: number) {
  const last = Math.max(
    ...arrived
      .keys()
      .map((sequence) => (sequence - base) & 0xffff)
      .filter((offset) => offset < 0x8000),
  );
  const symbols: number[] = [];
  const deltas: Buffer[] = [];
  let previous = 0;
  for (let offset = 0; offset <= last; offset += 1) {
    const at = arrived.get((base + offset) & 0xffff);
    if (at === undefined) {
      symbols.push(0);
      continue;
    }
    const ticks = Math.round((at - referenceMs) / TICK_MS);
    const delta = ticks - previous;
    previous = ticks;
    const small = delta >= 0 && delta <= 0xff;
    const value = Buffer.alloc(small ? 1 : 2);
    if (small) value.writeUInt8(delta);
    else value.writeInt16BE(Math.max(-0x8000, Math.min(0x7fff, delta)));
    symbols.push(small ? 1 : 2);
    deltas.push(value);
  }
  return { symbols, deltas };
}

/** Status vectors of two bits a symbol. */
function chunksOf(symbols: number[]): Buffer {
  const count = Math.ceil(symbols.length / SYMBOLS_PER_CHUNK);
  const chunks = Buffer.alloc(2 * count);
  for (let chunk = 0; chunk < count; chunk += 1) {
    let value = 0xc000;
    for (let index = 0; index < SYMBOLS_PER_CHUNK; index += 1) {
      const symbol = symbols[chunk * SYMBOLS_PER_CHUNK + index] ?? 0;
      value |= symbol << (2 * (SYMBOLS_PER_CHUNK - 1 - index));
    }
    chunks.writeUInt16BE(value, 2 * chunk);
  }
  return chunks;
}
