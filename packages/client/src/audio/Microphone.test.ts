import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeAudioContext, stubWebAudio } from '../testing/fakeAudio.ts';
import { FakeDevices } from '../testing/fakeDevices.ts';
import { settle } from '../testing/fakes.ts';
import { Microphone, type MicrophoneOwner } from './Microphone.ts';

/** Without Web Audio, unless a test brings it: what is left of it then. */
let devices: FakeDevices;
let microphone: Microphone;
const still = new AbortController().signal;
const changed = vi.fn<() => void>();
const lost = vi.fn<MicrophoneOwner['lost']>();
const failed = vi.fn<MicrophoneOwner['failed']>();
const selfChanged = vi.fn<MicrophoneOwner['selfChanged']>();

beforeEach(() => {
  vi.resetAllMocks();
  devices = new FakeDevices(['builtIn', 'headset']);
  const none = () => {};
  microphone = new Microphone(
    { changed, selfChanged, lost, failed, opened: none, switched: none, settingsChanged: none },
    { gateProcessor: '', rnnoiseProcessor: '', rnnoiseWasm: '', rnnoiseSimdWasm: '' },
  );
});

afterEach(() => {
  vi.unstubAllGlobals();
});

test('the device itself goes out, as a copy that may be muted and stopped alone', async () => {
  const stopPreview = await microphone.preview();
  const captured = await microphone.capture({}, still);
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
  await microphone.capture({}, still);
  changed.mockClear();
  microphone.setSettings({ deviceId: 'headset' });
  await settle();
  expect(changed).toHaveBeenCalledTimes(1);
});

test('nobody is heard whose key nothing could hold back', async () => {
  microphone.setSettings({ mode: 'pushToTalk' });
  await expect(microphone.capture({}, still)).rejects.toMatchObject({ code: 'unsupported' });
  await settle();
  expect(devices.live).toEqual([]);
});

test('settings stay within their bounds', () => {
  microphone.setSettings({
    gain: 7,
    thresholdDb: 20,
    releaseMs: Number.NaN,
    mode: 'loud' as 'open',
  });
  expect(microphone.settings).toMatchObject({
    gain: 2,
    thresholdDb: 0,
    releaseMs: 250,
    mode: 'open',
  });
});

test('nobody stays open who chooses push to talk where there is none', async () => {
  await microphone.capture({}, still);
  microphone.setSettings({ mode: 'pushToTalk' });
  expect(lost).toHaveBeenCalledWith(expect.objectContaining({ code: 'unsupported' }));
});

test('a preview hears that its microphone is gone, and nothing else does', async () => {
  const gone = vi.fn<MicrophoneOwner['lost']>();
  await microphone.preview(gone);
  devices.plugged = [];
  devices.opened[0]?.unplug();
  await settle();
  expect(gone).toHaveBeenCalledWith(expect.objectContaining({ code: 'deviceNotFound' }));
  expect(lost).not.toHaveBeenCalled();
});

test('the graph has the rate of the device where a browser connects no other', async () => {
  stubWebAudio();
  FakeAudioContext.deviceRate = 44_100;
  await microphone.capture({}, still);
  expect(FakeAudioContext.open).toEqual([44_100]);
  expect(failed).not.toHaveBeenCalled();
});

test('a device of another rate gets another graph, and what is published another track', async () => {
  stubWebAudio();
  const before = await microphone.capture({}, still);
  FakeAudioContext.deviceRate = 44_100;
  microphone.setSettings({ deviceId: 'headset' });
  await settle();
  expect(devices.live).toEqual(['headset']);
  expect(changed).toHaveBeenCalledTimes(1);
  const after = await microphone.capture({}, still);
  before.stop();
  expect(FakeAudioContext.open).toEqual([44_100]);
  after.stop();
  await settle();
  expect(FakeAudioContext.open).toEqual([]);
});

test('a capture that nobody waits for any more is over at once, and leaves no graph behind', async () => {
  stubWebAudio();
  const { promise, resolve } = Promise.withResolvers<void>();
  FakeAudioContext.loading = promise;
  const stopping = new AbortController();
  const captured = microphone.capture({}, stopping.signal);
  await settle();
  stopping.abort();
  await expect(captured).rejects.toBe(stopping.signal.reason);
  await settle();
  expect(devices.live).toEqual([]);
  resolve();
  await settle();
  expect(FakeAudioContext.open).toEqual([]);
});
