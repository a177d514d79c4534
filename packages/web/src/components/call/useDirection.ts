import { useEffect, useState, useSyncExternalStore } from 'react';
import { useApp } from '../../hooks/app.ts';
import { type Direction, Director } from '../../model/call/Director.ts';

/** Who stands where, by who talks. `perPage`: how many tiles the stage has places for. */
export function useDirection(perPage: number): Direction {
  const { client } = useApp();
  const [director] = useState(() => new Director(client, () => performance.now()));
  useEffect(() => director.start(), [director]);
  useEffect(() => director.setPerPage(perPage), [director, perPage]);
  return useSyncExternalStore(director.subscribe, director.getSnapshot);
}
