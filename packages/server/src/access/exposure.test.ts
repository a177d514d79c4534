import { expect, test } from 'vitest';
import { isExposed, isPublic } from './exposure.ts';

test.each(['8.8.8.8', '172.32.0.1', '203.0.114.1', '2a01:4f8::1', '::ffff:8.8.8.8'])(
  '%s is public',
  (address) => expect(isPublic(address)).toBe(true),
);

test.each([
  '127.0.0.1',
  '127.0.0.7',
  '10.1.2.3',
  '172.31.255.255',
  '192.168.0.5',
  '100.64.0.1',
  '169.254.1.1',
  '0.0.0.0',
  '::',
  '::1',
  'fe80::1',
  'fd00::7',
  '::ffff:10.0.0.1',
  '192.0.2.1',
  '198.51.100.1',
  '203.0.113.7',
  '2001:db8::5',
])('%s is not', (address) => expect(isPublic(address)).toBe(false));

test.each([
  ['talk.example.org', true],
  ['localhost', false],
  ['server', false],
  ['server.local', false],
  ['nas.home.arpa', false],
  ['nas.lan', false],
])('the name %s is public: %s', (name, expected) => expect(isPublic(name)).toBe(expected));

const laptop = ['192.168.0.5', '2a01:4f8::5'];
const rented = ['81.2.69.142', '2a01:4f8::7'];

test.each([
  ['a laptop as it comes', [], ['127.0.0.1', '0.0.0.0'], laptop, false],
  ['only this machine', ['127.0.0.1'], ['127.0.0.1'], rented, false],
  ['behind a router that forwards', ['192.168.0.5', '81.2.69.142'], ['0.0.0.0'], laptop, true],
  ['a rented server as it comes', [], ['127.0.0.1', '0.0.0.0'], rented, true],
  ['a rented server behind a proxy, with nothing said', [], ['127.0.0.1'], rented, true],
  ['one of IPv6 alone', [], ['127.0.0.1'], ['2a01:4f8::7'], true],
  ['a rented server behind its own proxy', ['81.2.69.142'], ['127.0.0.1'], rented, true],
  ['bound to a public address', [], ['81.2.69.142'], rented, true],
  ['every IPv6 address, of which one is public', [], ['::'], laptop, true],
  ['a public name', ['talk.example.org'], ['127.0.0.1'], laptop, true],
])('%s', (_case, announced, hosts, own, expected) => {
  expect(isExposed({ announced, hosts }, own)).toBe(expected);
});
