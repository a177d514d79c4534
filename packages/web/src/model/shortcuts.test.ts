import { expect, test } from 'vitest';
import { commandOf, isSingle, type KeyPress, keysOf, SHORTCUTS, shortcutOf } from './shortcuts.ts';

const none = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };

function press(key: string, code: string, modifiers: Partial<KeyPress> = {}) {
  return commandOf(keysOf({ ...none, key, code, ...modifiers }));
}

test('letters are found by their place, whatever the input method makes of them', () => {
  expect(press('m', 'KeyM')).toBe('toggleMicrophone');
  expect(press('ㅡ', 'KeyM')).toBe('toggleMicrophone');
  expect(press('Process', 'KeyV')).toBe('toggleCamera');
});

test('modifiers make another key', () => {
  expect(press('d', 'KeyD')).toBe('toggleScreen');
  expect(press('d', 'KeyD', { ctrlKey: true })).toBe('toggleMicrophone');
  expect(press('d', 'KeyD', { metaKey: true })).toBe('toggleMicrophone');
  expect(press('D', 'KeyD', { ctrlKey: true, shiftKey: true })).toBe('toggleDeafened');
  expect(press('c', 'KeyC', { ctrlKey: true })).toBeUndefined();
  expect(press('ArrowUp', 'ArrowUp', { altKey: true })).toBe('previousRoom');
});

test('the question mark is where the layout has it', () => {
  expect(press('?', 'Slash', { shiftKey: true })).toBe('openHelp');
  expect(press('?', 'Minus', { shiftKey: true })).toBe('openHelp');
});

test('a modifier alone is a key of its own', () => {
  const held = { ...none, key: 'Control', code: 'ControlLeft', ctrlKey: true };
  expect(isSingle(keysOf(held))).toBe(true);
  expect(isSingle(keysOf({ ...held, shiftKey: true }))).toBe(false);
});

test('no two commands share a key', () => {
  const keys = SHORTCUTS.flatMap(({ shortcuts }) => shortcuts.flatMap((of) => of.keys));
  expect(new Set(keys).size).toBe(keys.length);
});

test('tooltips show the first key, and single keys are told apart', () => {
  expect(shortcutOf('toggleCamera')).toBe('V');
  expect(shortcutOf('leave')).toBeUndefined();
  expect(isSingle('V')).toBe(true);
  expect(isSingle('Ctrl+E')).toBe(false);
});
