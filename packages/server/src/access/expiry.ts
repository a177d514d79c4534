import type { CallOff, Clock } from '../clock.ts';

/** Well below the 24 days beyond which a timer fires at once. */
const LONGEST_WAIT_MS = 24 * 60 * 60 * 1000;

/** Calls `expire` when the time of an access is over; never where it has no end. */
export function onExpiry(clock: Clock, expiresAt: number | null, expire: () => void): CallOff {
  if (expiresAt === null) return () => undefined;
  let callOff: CallOff;
  const wait = () => {
    const leftMs = expiresAt - clock.now();
    callOff = clock.after(Math.max(0, Math.min(leftMs, LONGEST_WAIT_MS)), () =>
      leftMs > LONGEST_WAIT_MS ? wait() : expire(),
    );
  };
  wait();
  return () => callOff();
}
