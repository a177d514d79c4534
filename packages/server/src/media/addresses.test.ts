import { expect, test } from 'vitest';
import { announce, listenInfos, ownAddresses, planListening } from './addresses.ts';

function candidate(address: string, protocol: 'udp' | 'tcp' = 'udp') {
  return {
    foundation: protocol,
    priority: 1_076_302_079,
    address,
    ip: address,
    protocol,
    port: 40_000,
    type: 'host' as const,
  };
}

test("the machine's own addresses: no loopback, no link-local, IPv4 first", () => {
  const info = { netmask: '', mac: '', cidr: null };
  const addresses = ownAddresses({
    lo: [{ ...info, address: '127.0.0.1', family: 'IPv4', internal: true }],
    eth0: [
      { ...info, address: 'fe80::1', family: 'IPv6', internal: false, scopeid: 2 },
      { ...info, address: '2001:db8::5', family: 'IPv6', internal: false, scopeid: 0 },
      { ...info, address: '192.168.0.5', family: 'IPv4', internal: false },
    ],
  });
  expect(addresses).toEqual(['192.168.0.5', '2001:db8::5']);
});

test('a machine without a network still serves itself', () => {
  expect(ownAddresses({})).toEqual(['127.0.0.1']);
});

test('own addresses are bound each by itself, UDP and TCP', () => {
  const plan = planListening(['192.168.0.5', '127.0.0.1'], ['192.168.0.5']);
  expect(plan).toEqual({ bind: ['192.168.0.5', '127.0.0.1'], forwarded: [] });
  const infos = listenInfos(plan, 40_001);
  expect(infos.map(({ protocol, ip, port }) => `${protocol} ${ip} ${port}`)).toEqual([
    'udp 192.168.0.5 40001',
    'tcp 192.168.0.5 40001',
    'udp 127.0.0.1 40001',
    'tcp 127.0.0.1 40001',
  ]);
});

test('LAN and WAN at once: the WAN address is announced on the socket of the LAN', () => {
  const plan = planListening(['192.168.0.5', '203.0.113.7'], ['192.168.0.5']);
  expect(plan).toEqual({ bind: ['192.168.0.5'], forwarded: ['203.0.113.7'] });
  const announced = announce([candidate('192.168.0.5'), candidate('192.168.0.5', 'tcp')], plan);
  expect(announced.map(({ address, protocol }) => `${address} ${protocol}`)).toEqual([
    '192.168.0.5 udp',
    '192.168.0.5 tcp',
    '203.0.113.7 udp',
    '203.0.113.7 tcp',
  ]);
  const priorities = announced.map(({ priority }) => priority);
  expect(priorities[2]).toBeLessThan(priorities[0] ?? 0);
});

test('only a forwarded address: bound everywhere, and the wildcard is told to nobody', () => {
  const plan = planListening(['203.0.113.7', 'media.example'], ['10.0.0.4']);
  expect(plan.bind).toEqual(['0.0.0.0']);
  const addresses = announce([candidate('0.0.0.0')], plan).map(({ address }) => address);
  expect(addresses).toEqual(['203.0.113.7', 'media.example']);
});
