/** What a look at the network means, as one plain verdict. */
import type { RoomClient } from '@ottogi/client';

export type NetworkReport = Awaited<ReturnType<RoomClient['checkNetwork']>>;

/** `slow`: the way is free, and long. */
export type NetworkVerdict = NetworkReport['overall'] | 'slow';

/** Longer than this and people begin to talk at the same time (ITU-T G.114, both ways). */
const SLOW_MS = 300;

export function verdictOf({ overall, roundTripMs }: NetworkReport): NetworkVerdict {
  return overall === 'good' && roundTripMs !== null && roundTripMs > SLOW_MS ? 'slow' : overall;
}
