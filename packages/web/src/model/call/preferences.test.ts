import { expect, test } from 'vitest';
import { DEFAULT_CALL_PREFERENCES, readCallPreferences } from './preferences.ts';

test('what was stored comes back', () => {
  const stored = {
    ...DEFAULT_CALL_PREFERENCES,
    microphone: { ...DEFAULT_CALL_PREFERENCES.microphone, deviceId: 'mic', mode: 'pushToTalk' },
    camera: { deviceId: null, quality: '360p', blur: 'strong' },
    masterVolume: 0,
    volumes: { ada: { voice: 1.5 } },
    pushToTalkKey: 'KeyX',
    mirror: false,
    checked: true,
  };
  expect(readCallPreferences(JSON.parse(JSON.stringify(stored)))).toEqual(stored);
});

test.each([
  [null],
  ['nonsense'],
  [{ microphone: 7, camera: { quality: '8k', blur: true }, screen: [] }],
  [{ microphone: { gain: '2', thresholdDb: Number.NaN, releaseMs: null, mode: 'loud' } }],
  [{ masterVolume: '1', mirror: 'yes', speaker: '', layout: 'toString' }],
])('%j becomes the defaults', (stored) => {
  expect(readCallPreferences(stored)).toEqual(DEFAULT_CALL_PREFERENCES);
});
