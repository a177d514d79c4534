import { expect, test } from 'vitest';
import { addressOf, isFromHere } from './address.ts';

const from = (remoteAddress: string | undefined, forwarded?: string | string[]) =>
  addressOf({
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    socket: { remoteAddress },
  });

test('IPv4 counts by itself, however the socket spells it', () => {
  expect(from('192.0.2.7')).toBe('192.0.2.7');
  expect(from('::ffff:192.0.2.7')).toBe('192.0.2.7');
});

test('IPv6 counts by its first 64 bits', () => {
  const network = '2001:db8:1:2::/64';
  expect(from('2001:db8:1:2:3:4:5:6')).toBe(network);
  expect(from('2001:0DB8:0001:0002::1')).toBe(network);
  expect(from('2001:db8:1:3::1')).not.toBe(network);
  expect(from('fe80::1%eth0')).toBe('fe80:0:0:0::/64');
  expect(from('::1')).toBe('0:0:0:0::/64');
  expect(from('64:ff9b::192.0.2.7')).toBe('64:ff9b:0:0::/64');
});

test('a proxy on this machine says for whom it asks, last in its list', () => {
  expect(from('127.0.0.1', '198.51.100.9, 192.0.2.7')).toBe('192.0.2.7');
  expect(from('::ffff:127.0.0.1', '192.0.2.7')).toBe('192.0.2.7');
  expect(from('::1', ['198.51.100.9', '2001:db8::5'])).toBe('2001:db8:0:0::/64');
  expect(from('127.0.0.1', '192.0.2.7:4711')).toBe('192.0.2.7');
  expect(from('127.0.0.1', '[2001:db8::5]:4711')).toBe('2001:db8:0:0::/64');
});

test('nobody else is believed, nor what is no address', () => {
  expect(from('203.0.113.5', '192.0.2.7')).toBe('203.0.113.5');
  expect(from('127.0.0.9', 'unknown')).toBe('127.0.0.9');
  expect(from('127.0.0.9', '')).toBe('127.0.0.9');
  expect(from(undefined)).toBe('');
});

test.each([
  ['a program here, by loopback', '127.0.0.1', '127.0.0.1', undefined, true],
  ['a program here, by an own address', '192.0.2.7', '192.0.2.7', undefined, true],
  ['another machine', '192.0.2.9', '192.0.2.7', undefined, false],
  ['a proxy here, for somebody', '127.0.0.1', '127.0.0.1', '192.0.2.9', false],
  ['a socket that is gone', undefined, undefined, undefined, false],
])('%s: from here or not', (_who, remoteAddress, localAddress, forwarded, expected) => {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  expect(isFromHere({ headers, socket: { remoteAddress, localAddress } })).toBe(expected);
});
