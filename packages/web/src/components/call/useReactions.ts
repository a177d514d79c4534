import { createContext, useEffect, useState } from 'react';
import { useApp } from '../../hooks/app.ts';
import { type Reaction, REACTION_SHOWN_MS, withReaction } from '../../model/call/reactions.ts';

export const ReactionsContext = createContext<readonly Reaction[]>([]);

/** Everything that somebody in the own call shows right now. */
export function useReactions(): readonly Reaction[] {
  const { client } = useApp();
  const [reactions, setReactions] = useState<readonly Reaction[]>([]);
  useEffect(() => {
    const timers = new Set<ReturnType<typeof setTimeout>>();
    let count = 0;
    const off = client.on('reaction', (reaction) => {
      count += 1;
      const id = count;
      setReactions((shown) => withReaction(shown, reaction, id));
      const timer = setTimeout(() => {
        timers.delete(timer);
        setReactions((shown) => shown.filter((other) => other.id !== id));
      }, REACTION_SHOWN_MS);
      timers.add(timer);
    });
    return () => {
      off();
      for (const timer of timers) clearTimeout(timer);
    };
  }, [client]);
  return reactions;
}
