import { afterEach, expect, test, vi } from 'vitest';
import { Devices, toDevicesState } from './Devices.ts';
import type { DevicesState } from './state.ts';
import { settle } from './testing/fakes.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

function info(
  kind: MediaDeviceKind,
  deviceId: string,
  label = deviceId,
  groupId = '',
): MediaDeviceInfo {
  return { kind, deviceId, label, groupId, toJSON: () => '' };
}

test("the system's stand-ins are no devices, and a page without permission sees none", () => {
  const headset = { deviceId: 'headset', label: 'headset' };
  expect(
    toDevicesState([
      info('audioinput', 'default', 'Default - Headset'),
      info('audioinput', 'headset'),
      info('audiooutput', 'communications'),
      info('videoinput', ''),
    ]),
  ).toEqual({ microphones: [headset], cameras: [], speakers: [], labelled: true });
  expect(toDevicesState([info('audioinput', '', '')])).toMatchObject({
    microphones: [],
    labelled: false,
  });
});

test('the stand-in says which device is the default', () => {
  const { microphones } = toDevicesState([
    info('audioinput', 'default', 'Default - Line 2', 'mixer'),
    info('audioinput', 'built-in', 'Built in', 'computer'),
    info('audioinput', 'line-1', 'Line 1', 'mixer'),
    info('audioinput', 'line-2', 'Line 2', 'mixer'),
  ]);
  expect(microphones.filter(({ isDefault }) => isDefault)).toEqual([
    { deviceId: 'line-2', label: 'Line 2', isDefault: true },
  ]);
});

test('several events of one plug end in the last list, told once', async () => {
  let plugged = [info('audioinput', 'first')];
  const enumerateDevices = vi.fn(async () => {
    await settle();
    return plugged;
  });
  const mediaDevices = Object.assign(new EventTarget(), { enumerateDevices });
  vi.stubGlobal('navigator', { mediaDevices });
  const told: DevicesState[] = [];
  const devices = new Devices({ changed: (state) => told.push(state) });
  devices.start();
  await devices.refresh();
  plugged = [info('audioinput', 'first'), info('audioinput', 'second')];
  enumerateDevices.mockClear();
  for (let count = 0; count < 5; count += 1) mediaDevices.dispatchEvent(new Event('devicechange'));
  await devices.refresh();
  expect(enumerateDevices.mock.calls.length).toBeLessThanOrEqual(2);
  expect(told.map(({ microphones }) => microphones.length)).toEqual([1, 2]);
  devices.stop();
  enumerateDevices.mockClear();
  mediaDevices.dispatchEvent(new Event('devicechange'));
  expect(enumerateDevices).not.toHaveBeenCalled();
});

test('a browser that tells nothing has no devices', async () => {
  vi.stubGlobal('navigator', {});
  const told: DevicesState[] = [];
  const devices = new Devices({ changed: (state) => told.push(state) });
  devices.start();
  await devices.refresh();
  expect(told).toEqual([{ microphones: [], cameras: [], speakers: [], labelled: false }]);
  devices.stop();
});
