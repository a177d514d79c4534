import { useEffect, useState } from 'react';

const SECOND_MS = 1_000;

/** How long ago something was (ms since 1970), in ms, told anew each second. */
export function useElapsed(since: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), SECOND_MS);
    return () => clearInterval(timer);
  }, []);
  // The server's clock may be ahead of this one.
  return Math.max(0, now - since);
}
