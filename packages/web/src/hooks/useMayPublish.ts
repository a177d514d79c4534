import type { Source } from '@ottogi/client';
import { useRoomState } from './app.ts';

/** Whether one may show this here at all: what one may not is not offered. */
export function useMayPublish(source: Source): boolean {
  return useRoomState(({ grants }) => grants.publish.includes(source));
}
