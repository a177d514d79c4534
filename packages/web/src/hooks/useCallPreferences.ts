import { useCallback, useSyncExternalStore } from 'react';
import type { CallPreferences } from '../model/call/preferences.ts';
import { useApp } from './app.ts';

/** What was chosen about devices, sound and the look of calls, and how to change parts of it. */
export function useCallPreferences(): [
  CallPreferences,
  (change: Partial<CallPreferences>) => void,
] {
  const { preferences } = useApp();
  const call = useSyncExternalStore(preferences.subscribe, () => preferences.getSnapshot().call);
  const change = useCallback(
    (part: Partial<CallPreferences>) =>
      preferences.change({ call: { ...preferences.getSnapshot().call, ...part } }),
    [preferences],
  );
  return [call, change];
}
