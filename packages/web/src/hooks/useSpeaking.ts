import { useRoomState } from './app.ts';

/** Softer than this is breath and keyboards, in dBov. */
const SPEECH_LEVEL = -55;

export function useSpeaking(peerId: string): boolean {
  return useRoomState((state) => (state.levels.get(peerId) ?? -Infinity) > SPEECH_LEVEL);
}
