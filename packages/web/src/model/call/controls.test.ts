import { expect, test } from 'vitest';
import { CONTROLS, controlsFor } from './controls.ts';

const ALL = new Set(CONTROLS);

test.each([
  [360, ['microphone', 'camera', 'screen', 'deafen']],
  [200, ['microphone', 'camera']],
])('on %i pixels: %j', (width, bar) => {
  expect(controlsFor(width, ALL).bar).toEqual(bar);
});

test('a wide bar has everything, and choosers beside the devices', () => {
  expect(controlsFor(1_000, ALL)).toEqual({ bar: [...CONTROLS], menu: [], choosers: true });
});

test('no button is lost or doubled at any width', () => {
  for (let width = 100; width < 1_000; width += 7) {
    const { bar, menu } = controlsFor(width, ALL);
    expect([...bar, ...menu]).toEqual(CONTROLS);
  }
});

test('where a screen cannot be shared, something else has its place', () => {
  const phone = new Set(CONTROLS.filter((control) => control !== 'screen'));
  const { bar, menu } = controlsFor(360, phone);
  expect(bar).toEqual(['microphone', 'camera', 'deafen', 'hand']);
  expect(menu).not.toContain('screen');
});
