import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ClientError } from '../errors.ts';
import { FakeDevices } from '../testing/fakeDevices.ts';
import { settle } from '../testing/fakes.ts';
import { InputDevice } from './InputDevice.ts';
import { changeMicrophone, DEFAULT_MICROPHONE } from './microphoneSettings.ts';

const HEADSET = changeMicrophone(DEFAULT_MICROPHONE, { deviceId: 'headset' });

let devices: FakeDevices;
let device: InputDevice;
let told: string[] = [];
let opened: (track: MediaStreamTrack) => void;
const lost = vi.fn<(error: ClientError) => void>();
const failed = vi.fn<(error: ClientError) => void>();

beforeEach(() => {
  told = [];
  vi.resetAllMocks();
  devices = new FakeDevices(['builtIn', 'headset']);
  opened = ({ label }) => told.push(`opened ${label}, running ${devices.live.join()}`);
  device = new InputDevice({
    opened: (track) => opened(track),
    closed: () => told.push('closed'),
    lost,
    failed,
    switched: ({ from, to }) => told.push(`${from} -> ${to}`),
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

test('it is open while somebody uses it', async () => {
  const [first, second] = await Promise.all([device.use(), device.use()]);
  expect(devices.live).toEqual(['builtIn']);
  first();
  first();
  await settle();
  expect(devices.live).toEqual(['builtIn']);
  second();
  await settle();
  expect(devices.live).toEqual([]);
  expect(told.at(-1)).toBe('closed');
});

test('another device runs before the first one stops', async () => {
  await device.use();
  device.configure(HEADSET);
  await settle();
  expect(told).toEqual([
    'opened builtIn, running builtIn',
    'opened headset, running builtIn,headset',
  ]);
  expect(devices.live).toEqual(['headset']);
});

test('unplugged it gives way to the default, and plugged in again it comes back', async () => {
  device.configure(HEADSET);
  await device.use();
  devices.plugged = ['builtIn'];
  devices.opened[0]?.unplug();
  device.devicesChanged(devices.list);
  await settle();
  expect(devices.live).toEqual(['builtIn']);
  devices.plugged = ['builtIn', 'headset'];
  device.devicesChanged(devices.list);
  await settle();
  expect(devices.live).toEqual(['headset']);
  expect(told.filter((what) => what.includes('->'))).toEqual([
    'headset -> builtIn',
    'builtIn -> headset',
  ]);
  expect(lost).not.toHaveBeenCalled();
});

test('one that was never there is no reason not to speak', async () => {
  devices.plugged = ['builtIn'];
  device.configure(HEADSET);
  await device.use();
  expect(devices.live).toEqual(['builtIn']);
  expect(told).toEqual(['opened builtIn, running builtIn']);
});

test('only when no device is left is it lost', async () => {
  const release = await device.use();
  devices.plugged = [];
  devices.opened[0]?.unplug();
  await settle();
  expect(lost).toHaveBeenCalledWith(expect.objectContaining({ code: 'deviceNotFound' }));
  release();
  devices.plugged = ['builtIn'];
  await device.use();
  expect(devices.live).toEqual(['builtIn']);
});

test('whoever lets go of one that was lost is the last user all the same', async () => {
  const release = await device.use();
  devices.plugged = [];
  devices.opened[0]?.unplug();
  await settle();
  release();
  await settle();
  expect(told).toEqual(['opened builtIn, running builtIn', 'closed']);
});

test('one that ends as soon as it is open has nobody who uses it', async () => {
  opened = () => {
    devices.plugged = [];
    devices.opened[0]?.unplug();
  };
  await expect(device.use()).rejects.toMatchObject({ code: 'deviceNotFound' });
  await settle();
  expect(told).toEqual(['closed']);
});

test('the default follows the system, without a break', async () => {
  const withDefault = (name: string) =>
    devices.list.map((info) =>
      info.label === name ? { ...info, isDefault: true as const } : info,
    );
  device.devicesChanged(withDefault('builtIn'));
  await device.use();
  device.devicesChanged(withDefault('headset'));
  await settle();
  expect(told).toEqual([
    'opened builtIn, running builtIn',
    'opened headset, running builtIn,headset',
    'builtIn -> headset',
  ]);
});

test('a refusal is the answer to whoever asked, and nobody else hears of it', async () => {
  devices.failure = new DOMException('Permission denied', 'NotAllowedError');
  await expect(device.use()).rejects.toMatchObject({ code: 'permissionDenied' });
  expect(lost).not.toHaveBeenCalled();
  expect(failed).not.toHaveBeenCalled();
});

test('settings that cannot be had leave the device that runs, and are tried once', async () => {
  await device.use();
  devices.failure = new DOMException('Permission denied', 'NotAllowedError');
  device.configure(HEADSET);
  await settle();
  expect(devices.live).toEqual(['builtIn']);
  expect(failed).toHaveBeenCalledTimes(1);
});

test('a phone that opens one microphone at a time gets the chance to', async () => {
  await device.use();
  devices.failure = new DOMException('in use', 'NotReadableError');
  devices.opened[0]?.whenStopped(() => {
    devices.failure = null;
  });
  device.configure(HEADSET);
  await settle();
  expect(devices.live).toEqual(['headset']);
  expect(failed).not.toHaveBeenCalled();
});

test('what a browser will not change on an open microphone is changed by opening it anew', async () => {
  await device.use();
  device.configure(changeMicrophone(DEFAULT_MICROPHONE, { noiseSuppression: 'off' }));
  await settle();
  expect(devices.live).toEqual(['builtIn']);
  expect(devices.opened.at(-1)?.settings).toEqual({ noiseSuppression: false });
  expect(told).toEqual(['opened builtIn, running builtIn', 'opened builtIn, running builtIn']);
});

test('what was opened for nobody is closed', async () => {
  const using = device.use();
  device.configure(HEADSET);
  const release = await using;
  expect(devices.live).toEqual(['headset']);
  release();
  await settle();
  expect(devices.live).toEqual([]);
});
