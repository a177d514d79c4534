/** Keeps the SDK's settings and the stored ones alike. */
import type { RoomClient } from '@ottogi/client';
import type { Preferences } from '../Preferences.ts';
import type { CallPreferences } from './preferences.ts';

type Client = Pick<RoomClient, 'microphone' | 'camera' | 'screen' | 'playback'>;

/** Gives the SDK what was chosen, now and after each change; and keeps the volumes of people. */
export function applyCallPreferences(
  client: Client,
  preferences: Pick<Preferences, 'getSnapshot' | 'subscribe' | 'change'>,
): void {
  const { microphone, camera, screen, playback } = client;
  let given: CallPreferences | null = null;
  const give = () => {
    const { call } = preferences.getSnapshot();
    if (call.microphone !== given?.microphone) microphone.setSettings(call.microphone);
    if (call.camera !== given?.camera) camera.setSettings(call.camera);
    if (call.screen !== given?.screen) screen.setSettings(call.screen);
    if (call.speaker !== given?.speaker) void playback.setOutput(call.speaker);
    if (call.masterVolume !== given?.masterVolume) playback.setMasterVolume(call.masterVolume);
    given = call;
  };
  playback.restoreVolumes(preferences.getSnapshot().call.volumes);
  give();
  preferences.subscribe(give);
  // Volumes are set tile by tile, and the SDK is who knows all of them.
  playback.subscribe(() => {
    const { call } = preferences.getSnapshot();
    const { volumes } = playback;
    if (volumes !== call.volumes) preferences.change({ call: { ...call, volumes } });
  });
}
