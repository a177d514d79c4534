import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Link, worst } from './Link.ts';

const changed = vi.fn();
let link: Link;

beforeEach(() => {
  vi.useFakeTimers();
  changed.mockReset();
  link = new Link(changed);
});

afterEach(() => {
  link.close();
  vi.useRealTimers();
});

test('with nothing to carry there is nothing to wait for', () => {
  vi.advanceTimersByTime(60_000);
  expect(link.media).toBe('connected');
  expect(changed).not.toHaveBeenCalled();
});

test('a link that does not connect in time is blocked, until it does after all', () => {
  link.load();
  link.update('connecting');
  vi.advanceTimersByTime(14_000);
  expect(link.media).toBe('connecting');
  vi.advanceTimersByTime(2000);
  expect(link.media).toBe('blocked');
  expect(link.broken).toBe(false);
  link.update('connected');
  expect(link.media).toBe('connected');
});

test('a link that carried media and fails is broken', () => {
  link.load();
  link.update('connected');
  link.update('disconnected');
  expect(link.media).toBe('connecting');
  link.update('failed');
  expect(link.broken).toBe(true);
});

test('a link that stays disconnected is given up, one that comes back is not', () => {
  link.load();
  link.update('connected');
  link.update('disconnected');
  vi.advanceTimersByTime(14_000);
  link.update('connected');
  vi.advanceTimersByTime(14_000);
  expect(link.media).toBe('connected');
  link.update('disconnected');
  vi.advanceTimersByTime(15_000);
  expect(link.broken).toBe(true);
});

test('of several links the worst counts', () => {
  const other = new Link(changed);
  expect(worst([link, other])).toBe('connected');
  link.load();
  expect(worst([link, other])).toBe('connecting');
  other.load();
  other.update('failed');
  expect(worst([link, other])).toBe('blocked');
});
