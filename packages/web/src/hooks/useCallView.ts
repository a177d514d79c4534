import { useSyncExternalStore } from 'react';
import type { CallViewState } from '../model/call/CallView.ts';
import { useApp } from './app.ts';

/** As `useRoomState`, for how one looks at the call. */
export function useCallView<T>(select: (state: CallViewState) => T): T {
  const { callView } = useApp();
  return useSyncExternalStore(callView.subscribe, () => select(callView.getSnapshot()));
}
