import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeDevices } from '../testing/fakeDevices.ts';
import { settle } from '../testing/fakes.ts';
import { Microphone, type MicrophoneOwner } from './Microphone.ts';

/** Without Web Audio: what is left of it then. The graph itself needs a browser. */
let devices: FakeDevices;
let microphone: Microphone;
const changed = vi.fn<() => void>();
const selfChanged = vi.fn<MicrophoneOwner['selfChanged']>();

beforeEach(() => {
  vi.resetAllMocks();
  devices = new FakeDevices(['builtIn', 'headset']);
  const none = () => {};
  microphone = new Microphone(
    { changed, selfChanged, opened: none, lost: none, failed: none, switched: none },
    { gateProcessor: '', rnnoiseProcessor: '', rnnoiseWasm: '', rnnoiseSimdWasm: '' },
  );
});

afterEach(() => {
  vi.unstubAllGlobals();
});

test('the device itself goes out, as a copy that may be muted and stopped alone', async () => {
  const stopPreview = await microphone.preview();
  const captured = await microphone.capture({});
  expect(captured.track).not.toBe(devices.opened[0]);
  microphone.publicationChanged({ status: 'live', track: captured.track, paused: false });
  expect(selfChanged).toHaveBeenLastCalledWith({ transmitting: true, talkingWhileMuted: false });
  captured.stop();
  await settle();
  expect(devices.live).toEqual(['builtIn']);
  stopPreview();
  await settle();
  expect(devices.live).toEqual([]);
});

test('another device is another track then, and is asked for', async () => {
  await microphone.capture({});
  changed.mockClear();
  microphone.setSettings({ deviceId: 'headset' });
  await settle();
  expect(changed).toHaveBeenCalledTimes(1);
});

test('nobody is heard whose key nothing could hold back', async () => {
  microphone.setSettings({ mode: 'pushToTalk' });
  await expect(microphone.capture({})).rejects.toMatchObject({ code: 'unsupported' });
  await settle();
  expect(devices.live).toEqual([]);
});

test('settings stay within their bounds', () => {
  microphone.setSettings({ gain: 7, thresholdDb: 20, releaseMs: Number.NaN });
  expect(microphone.settings).toMatchObject({ gain: 2, thresholdDb: 0, releaseMs: 250 });
});
