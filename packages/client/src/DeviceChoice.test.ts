import { expect, test } from 'vitest';
import { DeviceChoice } from './DeviceChoice.ts';

const HEADSET = { deviceId: 'headset', label: 'Headset' };
const BUILT_IN = { deviceId: 'builtIn', label: 'Built in' };

test('the chosen one gives way to the default while it is unplugged', () => {
  const choice = new DeviceChoice('headset');
  expect(choice.update([BUILT_IN, HEADSET])).toBe(false);
  expect(choice.wanted).toBe('headset');
  expect(choice.update([BUILT_IN])).toBe(true);
  expect(choice.wanted).toBe(null);
  expect(choice.update([BUILT_IN])).toBe(false);
  expect(choice.update([BUILT_IN, HEADSET])).toBe(true);
  expect(choice.wanted).toBe('headset');
});

test('a track that ends is known before the list is, and leaves the default to be tried once', () => {
  const choice = new DeviceChoice('headset');
  expect(choice.lose()).toBe(true);
  expect(choice.wanted).toBe(null);
  expect(choice.lose()).toBe(false);
  expect(new DeviceChoice(null).lose()).toBe(false);
});

test('the default is followed where the browser says which one it is', () => {
  const choice = new DeviceChoice(null);
  expect(choice.update([{ ...BUILT_IN, isDefault: true }])).toBe(false);
  expect(choice.toOpen).toBe(null);
  expect(choice.update([BUILT_IN, { ...HEADSET, isDefault: true }])).toBe(true);
  expect([choice.wanted, choice.toOpen]).toEqual([null, 'headset']);
  expect(choice.lose()).toBe(true);
  expect(choice.toOpen).toBe(null);
  expect(choice.update([{ ...BUILT_IN, isDefault: true }])).toBe(false);
});

test('a chosen one does not follow the default', () => {
  const choice = new DeviceChoice('headset');
  choice.update([BUILT_IN, { ...HEADSET, isDefault: true }]);
  expect(choice.update([{ ...BUILT_IN, isDefault: true }, HEADSET])).toBe(false);
  expect(choice.toOpen).toBe('headset');
});

test('a list without permission proves nothing', () => {
  const choice = new DeviceChoice('headset');
  expect(choice.update([])).toBe(false);
  expect(choice.wanted).toBe('headset');
});

test('choosing again is wanting again', () => {
  const choice = new DeviceChoice('headset');
  choice.lose();
  choice.choose('headset');
  expect(choice.wanted).toBe('headset');
  choice.choose(null);
  expect(choice.update([BUILT_IN])).toBe(false);
});
