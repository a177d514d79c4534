import type { RoomClient } from '@ottogi/client';
import { createContext, useEffect, useState } from 'react';
import { useApp } from '../../hooks/app.ts';

export type CallStats = Awaited<ReturnType<RoomClient['stats']>>;

/** Null while nobody wants to know. */
export const StatsContext = createContext<CallStats | null>(null);

const EVERY_MS = 1_000;

/** The figures of the call, once a second while `wanted`. */
export function useCallStats(wanted: boolean): CallStats | null {
  const { client } = useApp();
  const [stats, setStats] = useState<CallStats | null>(null);
  useEffect(() => {
    if (!wanted) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stopped = false;
    const look = () => {
      // A call that ended meanwhile has no figures; the next look may have some again.
      const looked = client.stats().then((next) => !stopped && setStats(next));
      void looked
        .catch(() => undefined)
        .then(() => {
          if (!stopped) timer = setTimeout(look, EVERY_MS);
        });
    };
    look();
    return () => {
      stopped = true;
      clearTimeout(timer);
      setStats(null);
    };
  }, [client, wanted]);
  return stats;
}
