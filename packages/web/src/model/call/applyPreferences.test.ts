import { RoomClient } from '@ottogi/client';
import { expect, test } from 'vitest';
import { Preferences } from '../Preferences.ts';
import { applyCallPreferences } from './applyPreferences.ts';

function stored(call: unknown) {
  return new Preferences({ preferences: { call }, keepPreferences: () => {} });
}

test('the SDK gets what was stored, and each change of it', () => {
  const client = new RoomClient();
  const preferences = stored({ microphone: { gain: 2 }, camera: { blur: 'strong' } });
  applyCallPreferences(client, preferences);
  expect(client.getSnapshot().settings).toMatchObject({
    microphone: { gain: 2, mode: 'open' },
    camera: { blur: 'strong' },
  });
  const { call } = preferences.getSnapshot();
  preferences.change({
    call: {
      ...call,
      microphone: { ...call.microphone, mode: 'threshold' },
      camera: { ...call.camera, quality: '360p' },
    },
  });
  expect(client.microphone.settings).toMatchObject({ gain: 2, mode: 'threshold' });
  expect(client.camera.settings).toMatchObject({ blur: 'strong', quality: '360p' });
  expect(preferences.getSnapshot().call).toMatchObject(client.getSnapshot().settings);
});

test('what the SDK goes on without is off here too', () => {
  const client = new RoomClient();
  const preferences = stored({ camera: { blur: 'strong', quality: '360p' } });
  applyCallPreferences(client, preferences);
  client.camera.setSettings({ blur: 'off' });
  expect(preferences.getSnapshot().call.camera).toEqual({
    deviceId: null,
    blur: 'off',
    quality: '360p',
  });
});
