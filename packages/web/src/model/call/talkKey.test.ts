import { expect, test } from 'vitest';
import { keyName, mayHold } from './talkKey.ts';

test.each([
  ['KeyX', 'X'],
  ['Digit4', '4'],
  ['ControlLeft', 'Control Left'],
  ['Backquote', 'Backquote'],
  ['Numpad0', 'Numpad 0'],
])('%s is called %s, and may be held', (code, name) => {
  expect(keyName(code)).toBe(name);
  expect(mayHold(code)).toBe(true);
});

test.each(['Tab', 'Escape', 'Enter', 'F5', 'ArrowUp', 'MetaLeft', ''])('%s may not', (code) => {
  expect(mayHold(code)).toBe(false);
});
