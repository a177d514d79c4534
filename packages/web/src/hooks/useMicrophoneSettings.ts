import type { MicrophoneSettings } from '@ottogi/client';
import { useCallPreferences } from './useCallPreferences.ts';

/** The chosen settings of the microphone, and how to change some of them. */
export function useMicrophoneSettings(): [
  Readonly<MicrophoneSettings>,
  (change: Partial<MicrophoneSettings>) => void,
] {
  const [{ microphone }, change] = useCallPreferences();
  return [microphone, (part) => change({ microphone: { ...microphone, ...part } })];
}
