import { expect, test, vi } from 'vitest';
import { Preferences, readPreferences } from './Preferences.ts';

test('what is kept comes back, and what does not fit is as if nothing was kept', () => {
  const fresh = readPreferences({});
  expect(fresh).toMatchObject({ language: null, theme: 'system', sounds: true, singleKeys: true });
  expect(readPreferences({ theme: 'pink', sounds: 'loud', language: 7, call: 'me' })).toEqual(
    fresh,
  );
  expect(readPreferences({ theme: 'dark', sounds: false })).toMatchObject({
    theme: 'dark',
    sounds: false,
  });
});

test('a change is kept and told', () => {
  const memory = { preferences: {}, keepPreferences: vi.fn() };
  const preferences = new Preferences(memory);
  const told = vi.fn();
  preferences.subscribe(told);
  preferences.change({ theme: 'light' });
  expect(preferences.getSnapshot().theme).toBe('light');
  expect(memory.keepPreferences).toHaveBeenLastCalledWith(preferences.getSnapshot());
  expect(told).toHaveBeenCalledTimes(1);
});
