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
  vi.advanceTimersByTime(11_000);
  expect(link.media).toBe('connecting');
  vi.advanceTimersByTime(2000);
  expect(link.media).toBe('blocked');
  link.update('connected');
  expect(link.media).toBe('connected');
});

test('a link is down while the browser says so, if it has something to carry', () => {
  link.update('failed');
  expect(link.isDown).toBe(false);
  link.load();
  link.update('connected');
  expect(link.isDown).toBe(false);
  link.update('disconnected');
  expect([link.media, link.isDown]).toEqual(['connecting', true]);
  link.update('failed');
  expect([link.media, link.isDown]).toEqual(['blocked', true]);
});

test('a link through which nothing comes is not connected, whatever the browser thinks', () => {
  link.load();
  link.update('connected');
  link.silent = true;
  expect(link.media).toBe('connecting');
  link.silent = false;
  expect(link.media).toBe('connected');
});

test('a link that stays disconnected is given up, one that comes back is not', () => {
  link.load();
  link.update('connected');
  link.update('disconnected');
  vi.advanceTimersByTime(11_000);
  link.update('connected');
  vi.advanceTimersByTime(11_000);
  expect(link.media).toBe('connected');
  link.update('disconnected');
  vi.advanceTimersByTime(12_000);
  expect(link.media).toBe('blocked');
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
