import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TooltipTiming } from './TooltipTiming.ts';

let shown: (string | null)[] = [];
let timing: TooltipTiming<string>;

beforeEach(() => {
  vi.useFakeTimers();
  shown = [];
  timing = new TooltipTiming((target) => shown.push(target));
});

afterEach(() => {
  vi.useRealTimers();
});

test('what is pointed at for a moment is explained, and what is passed over is not', () => {
  timing.pointAt('mute');
  vi.advanceTimersByTime(300);
  timing.pointAt('leave');
  vi.advanceTimersByTime(300);
  expect(shown).toEqual([]);
  vi.advanceTimersByTime(300);
  expect(shown).toEqual(['leave']);
});

test('with one out, the next one comes at once', () => {
  timing.pointAt('mute');
  vi.runAllTimers();
  timing.pointAt(null);
  timing.pointAt('leave');
  expect(shown).toEqual(['mute', 'leave']);
});

test('it goes soon after the pointer, unless that went to the tooltip', () => {
  timing.pointAt('mute');
  vi.runAllTimers();
  timing.pointAt(null);
  timing.hold();
  vi.runAllTimers();
  expect(shown).toEqual(['mute']);
  timing.pointAt(null);
  vi.runAllTimers();
  expect(shown).toEqual(['mute', null]);
});

test('what was pressed needs no explanation until one points at it anew', () => {
  timing.pointAt('mute');
  timing.dismiss();
  vi.runAllTimers();
  timing.pointAt('mute');
  vi.runAllTimers();
  expect(shown).toEqual([]);
  timing.pointAt(null);
  timing.pointAt('mute');
  vi.runAllTimers();
  expect(shown).toEqual(['mute']);
});

test('where the keyboard goes, it does not wait', () => {
  timing.focus('mute');
  timing.focus('leave');
  timing.focus(null);
  expect(shown).toEqual(['mute', 'leave', null]);
});
