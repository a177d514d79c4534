import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeDevices } from '../testing/fakeDevices.ts';
import { fakeTrack, settle } from '../testing/fakes.ts';
import { type BackgroundProcessor, Camera, type CameraOwner, type Processed } from './Camera.ts';

let devices: FakeDevices;
let camera: Camera;
const still = new AbortController().signal;
const changed = vi.fn<() => void>();
const failed = vi.fn<CameraOwner['failed']>();
const settingsChanged = vi.fn<CameraOwner['settingsChanged']>();
const switched = vi.fn<(change: { from: string; to: string }) => void>();
const processor = vi.fn<BackgroundProcessor>();
const stopProcessor = vi.fn<() => void>();

beforeEach(() => {
  vi.resetAllMocks();
  devices = new FakeDevices(['front', 'back']);
  const owner = { changed, opened: () => {}, failed, settingsChanged, switched };
  camera = new Camera(owner, processor);
});

afterEach(() => {
  vi.unstubAllGlobals();
});

test('the settings say which camera, and how large', async () => {
  camera.setSettings({ deviceId: 'back', quality: '1080p' });
  expect(changed).toHaveBeenCalledTimes(1);
  camera.setSettings({ quality: '1080p' });
  expect(changed).toHaveBeenCalledTimes(1);
  const { origin } = await camera.capture({ constraints: { frameRate: 15 } }, still);
  expect(origin).toMatchObject({
    label: 'back',
    constraints: { width: { ideal: 1920 }, height: { ideal: 1080 }, frameRate: 15 },
  });
});

test('an unplugged camera gives way to the default, and comes back', async () => {
  camera.setSettings({ deviceId: 'back' });
  await camera.capture({}, still);
  changed.mockClear();
  devices.plugged = ['front'];
  camera.ended();
  expect(changed).toHaveBeenCalledTimes(1);
  await camera.capture({}, still);
  expect(switched).toHaveBeenLastCalledWith({ from: 'back', to: 'front' });
  devices.plugged = ['front', 'back'];
  camera.devicesChanged(devices.list);
  expect(changed).toHaveBeenCalledTimes(2);
  await camera.capture({}, still);
  expect(switched).toHaveBeenLastCalledWith({ from: 'front', to: 'back' });
});

test('a camera that is off by then is not said to have switched', async () => {
  camera.setSettings({ deviceId: 'back' });
  const { stop } = await camera.capture({}, still);
  stop();
  devices.plugged = ['front'];
  camera.devicesChanged(devices.list);
  await camera.capture({}, still);
  expect(switched).not.toHaveBeenCalled();
});

test('a preview is not what is in use', async () => {
  const { stop } = await camera.capture({}, still);
  const preview = await camera.preview();
  stop();
  devices.plugged = ['back'];
  camera.devicesChanged(devices.list);
  await camera.capture({}, still);
  preview.stop();
  expect(switched).not.toHaveBeenCalled();
});

test('what a page has stored may be anything', () => {
  camera.setSettings({ quality: '8k' as '720p', blur: 'much' as 'light' });
  expect(camera.settings).toEqual({ deviceId: null, quality: '720p', blur: 'off' });
  expect(changed).not.toHaveBeenCalled();
});

test('with no camera left it says so', async () => {
  devices.plugged = [];
  camera.setSettings({ deviceId: 'back' });
  await expect(camera.capture({}, still)).rejects.toMatchObject({ code: 'deviceNotFound' });
});

test('a blurred picture ends with its camera', async () => {
  const track = fakeTrack();
  processor.mockResolvedValue({ track, stop: stopProcessor });
  camera.setSettings({ blur: 'strong' });
  const captured = await camera.capture({}, still);
  expect(processor).toHaveBeenCalledWith(devices.opened[0], 'strong');
  expect(captured).toMatchObject({ track, origin: devices.opened[0] });
  captured.stop();
  expect(stopProcessor).toHaveBeenCalledTimes(1);
  expect(devices.live).toEqual([]);
});

test('without the blur that was chosen the camera still runs, and it is said', async () => {
  processor.mockRejectedValue(new TypeError('the model does not load'));
  camera.setSettings({ blur: 'light' });
  const { track } = await camera.capture({}, still);
  expect(track).toBe(devices.opened[0]);
  expect(failed).toHaveBeenCalledWith(expect.objectContaining({ code: 'unsupported' }), 'blur');
  expect(settingsChanged).toHaveBeenLastCalledWith(expect.objectContaining({ blur: 'off' }));
});

test('a blur that gives up half way is replaced by the camera, one that is stopped is not', async () => {
  const track = fakeTrack();
  processor.mockResolvedValue({ track, stop: stopProcessor });
  camera.setSettings({ blur: 'light' });
  const captured = await camera.capture({}, still);
  changed.mockClear();
  track.dispatchEvent(new Event('ended'));
  expect(failed).toHaveBeenCalledTimes(1);
  expect(changed).toHaveBeenCalledTimes(1);
  captured.stop();
  track.dispatchEvent(new Event('ended'));
  expect(changed).toHaveBeenCalledTimes(1);
});

test('off while the blur is prepared is off at once, and what comes of it is stopped', async () => {
  const { promise, resolve } = Promise.withResolvers<Processed>();
  processor.mockReturnValue(promise);
  camera.setSettings({ blur: 'light' });
  const stopping = new AbortController();
  const captured = camera.capture({}, stopping.signal);
  await settle();
  expect(devices.live).toEqual(['front']);
  stopping.abort();
  await expect(captured).rejects.toBe(stopping.signal.reason);
  expect(devices.live).toEqual([]);
  resolve({ track: fakeTrack(), stop: stopProcessor });
  await settle();
  expect(stopProcessor).toHaveBeenCalledTimes(1);
  expect(camera.settings.blur).toBe('light');
});

test('a camera that is unplugged while its blur is prepared is no failure of the blur', async () => {
  processor.mockImplementation(async () => {
    devices.opened[0]?.unplug();
    throw new TypeError('no picture was made');
  });
  camera.setSettings({ blur: 'light' });
  const { origin } = await camera.capture({}, still);
  expect(origin?.readyState).toBe('ended');
  expect(failed).not.toHaveBeenCalled();
});
