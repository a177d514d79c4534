/** What two counts of the same thing say of the time between them. */

export interface Counted {
  atMs: number;
  bytes: number;
}

/** In bits per second; null without an earlier count. */
export function rate(before: Counted | undefined, now: Counted): number | null {
  if (!before || now.atMs <= before.atMs) return null;
  // A count that went back began anew: another stream under the same name.
  return now.bytes < before.bytes
    ? null
    : (8000 * (now.bytes - before.bytes)) / (now.atMs - before.atMs);
}

/** Between 0 and 1; null of nothing. */
export function share(part: number, whole: number): number | null {
  return whole > 0 ? Math.min(1, Math.max(0, part / whole)) : null;
}

export interface Packets {
  /** Those that arrived. */
  packets: number;
  packetsLost: number;
}

/** A count, and the one before it. */
export type Pair<T> = readonly [before: T | undefined, now: T];

/** How much was lost of what was due between two counts, over several streams; null of nothing. */
export function lossOf(streams: readonly Pair<Packets>[]): number | null {
  let [lost, due] = [0, 0];
  for (const [before, now] of streams) {
    if (!before || now.packets < before.packets) continue;
    lost += now.packetsLost - before.packetsLost;
    due += now.packetsLost - before.packetsLost + now.packets - before.packets;
  }
  return share(lost, due);
}
