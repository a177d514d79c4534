/** Keeps the SDK's settings and the stored ones alike. */
import type { RoomClient } from '@ottogi/client';
import type { Preferences } from '../Preferences.ts';
import type { CallPreferences } from './preferences.ts';

type Client = Pick<
  RoomClient,
  'microphone' | 'camera' | 'screen' | 'playback' | 'getSnapshot' | 'subscribe'
>;

/**
 * Gives the SDK what was chosen, now and after each change; keeps the volumes of people, and what
 * the SDK had to do without.
 */
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
    take();
  };
  // A blur that does not run is off: its switch says so, and the next change does not ask for it.
  const take = () => {
    const { call } = preferences.getSnapshot();
    // While it is being given, the SDK has only some of it.
    if (call !== given) return;
    const { settings } = client.getSnapshot();
    const alike =
      call.microphone === settings.microphone &&
      call.camera === settings.camera &&
      call.screen === settings.screen;
    if (!alike) preferences.change({ call: { ...call, ...settings } });
  };
  playback.restoreVolumes(preferences.getSnapshot().call.volumes);
  preferences.subscribe(give);
  client.subscribe(take);
  give();
  // Volumes are set tile by tile, and the SDK is who knows all of them.
  playback.subscribe(() => {
    const { call } = preferences.getSnapshot();
    const { volumes } = playback;
    if (volumes !== call.volumes) preferences.change({ call: { ...call, volumes } });
  });
}
