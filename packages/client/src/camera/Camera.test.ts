import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ClientError } from '../errors.ts';
import { FakeDevices } from '../testing/fakeDevices.ts';
import { fakeTrack } from '../testing/fakes.ts';
import { type BackgroundProcessor, Camera } from './Camera.ts';

let devices: FakeDevices;
let camera: Camera;
const changed = vi.fn<() => void>();
const failed = vi.fn<(error: ClientError) => void>();
const switched = vi.fn<(change: { from: string; to: string }) => void>();
const processor = vi.fn<BackgroundProcessor>();
const stopProcessor = vi.fn<() => void>();

beforeEach(() => {
  vi.resetAllMocks();
  devices = new FakeDevices(['front', 'back']);
  camera = new Camera({ changed, opened: () => {}, failed, switched }, processor);
});

afterEach(() => {
  vi.unstubAllGlobals();
});

test('the settings say which camera, and how large', async () => {
  camera.setSettings({ deviceId: 'back', quality: '1080p' });
  expect(changed).toHaveBeenCalledTimes(1);
  camera.setSettings({ quality: '1080p' });
  expect(changed).toHaveBeenCalledTimes(1);
  const { origin } = await camera.capture({ constraints: { frameRate: 15 } });
  expect(origin).toMatchObject({
    label: 'back',
    constraints: { width: { ideal: 1920 }, height: { ideal: 1080 }, frameRate: 15 },
  });
});

test('an unplugged camera gives way to the default, and comes back', async () => {
  camera.setSettings({ deviceId: 'back' });
  await camera.capture({});
  changed.mockClear();
  devices.plugged = ['front'];
  camera.ended();
  expect(changed).toHaveBeenCalledTimes(1);
  await camera.capture({});
  expect(switched).toHaveBeenLastCalledWith({ from: 'back', to: 'front' });
  devices.plugged = ['front', 'back'];
  camera.devicesChanged(devices.list);
  expect(changed).toHaveBeenCalledTimes(2);
  await camera.capture({});
  expect(switched).toHaveBeenLastCalledWith({ from: 'front', to: 'back' });
});

test('with no camera left it says so', async () => {
  devices.plugged = [];
  camera.setSettings({ deviceId: 'back' });
  await expect(camera.capture({})).rejects.toMatchObject({ code: 'deviceNotFound' });
});

test('a blurred picture ends with its camera', async () => {
  const track = fakeTrack();
  processor.mockResolvedValue({ track, stop: stopProcessor });
  camera.setSettings({ blur: 'strong' });
  const captured = await camera.capture({});
  expect(processor).toHaveBeenCalledWith(devices.opened[0], 'strong');
  expect(captured).toMatchObject({ track, origin: devices.opened[0] });
  captured.stop();
  expect(stopProcessor).toHaveBeenCalledTimes(1);
  expect(devices.live).toEqual([]);
});

test('without the blur that was chosen the camera still runs, and it is said', async () => {
  processor.mockRejectedValue(new TypeError('the model does not load'));
  camera.setSettings({ blur: 'light' });
  const { track } = await camera.capture({});
  expect(track).toBe(devices.opened[0]);
  expect(failed).toHaveBeenCalledWith(expect.objectContaining({ code: 'unsupported' }));
  expect(camera.settings.blur).toBe('off');
});

test('a blur that gives up half way is replaced by the camera, one that is stopped is not', async () => {
  const track = fakeTrack();
  processor.mockResolvedValue({ track, stop: stopProcessor });
  camera.setSettings({ blur: 'light' });
  const captured = await camera.capture({});
  changed.mockClear();
  track.dispatchEvent(new Event('ended'));
  expect(failed).toHaveBeenCalledTimes(1);
  expect(changed).toHaveBeenCalledTimes(1);
  captured.stop();
  track.dispatchEvent(new Event('ended'));
  expect(changed).toHaveBeenCalledTimes(1);
});
