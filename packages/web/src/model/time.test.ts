import { expect, test } from 'vitest';
import { dayOf, daysBefore, formatTime, lengthText, timeAgo } from './time.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test.each([
  [10_000, 'this minute'],
  [5 * MINUTE, '5 minutes ago'],
  [3 * HOUR, '3 hours ago'],
  [DAY, 'yesterday'],
  [21 * DAY, '3 weeks ago'],
  [800 * DAY, '2 years ago'],
])('%i ms ago: %s', (passed, text) => {
  expect(timeAgo(1_800_000_000_000 - passed, 1_800_000_000_000, 'en')).toBe(text);
});

test('a clock that runs ahead is now', () => {
  expect(timeAgo(2_000, 1_000, 'ko')).toBe('현재 분');
});

test('days change at local midnight', () => {
  const evening = new Date(2026, 2, 28, 23, 59).getTime();
  const morning = new Date(2026, 2, 29, 0, 1).getTime();
  expect(dayOf(evening)).not.toBe(dayOf(morning));
  expect(daysBefore(evening, morning)).toBe(1);
  expect(daysBefore(evening, new Date(2026, 2, 30, 12).getTime())).toBe(2);
});

test('a point in time is spelled in the language, and in the style, that is asked for', () => {
  const at = Date.UTC(2026, 10, 21, 12);
  const year = { dateStyle: 'full' } as const;
  expect(formatTime(at, 'en', year)).toContain('November');
  expect(formatTime(at, 'ko', year)).toContain('11월');
  expect(formatTime(at, 'en', { timeStyle: 'short' })).toMatch(/^\d{1,2}:\d\d/);
});

test.each([
  [0, '0:00'],
  [59_999, '0:59'],
  [2 * MINUTE + 3_000, '2:03'],
  [HOUR + 2 * MINUTE + 3_000, '1:02:03'],
  [25 * HOUR, '25:00:00'],
])('%i ms are %s long', (lengthMs, text) => {
  expect(lengthText(lengthMs)).toBe(text);
});
