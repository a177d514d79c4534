import { expect, test } from 'vitest';
import {
  announce,
  listenInfos,
  ownAddresses,
  pipeListenInfo,
  planListening,
  withLoopback,
} from './addresses.ts';

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

const info = { netmask: '', mac: '', cidr: null };

/** A machine with loopback and these addresses. */
function machine(...addresses: string[]) {
  return {
    lo: [
      { ...info, address: '127.0.0.1', family: 'IPv4' as const, internal: true },
      { ...info, address: '::1', family: 'IPv6' as const, internal: true, scopeid: 0 },
    ],
    eth0: addresses.map((address) =>
      address.includes(':')
        ? { ...info, address, family: 'IPv6' as const, internal: false, scopeid: 0 }
        : { ...info, address, family: 'IPv4' as const, internal: false },
    ),
  };
}

test("the machine's own addresses: no loopback, no link-local, IPv4 first", () => {
  const addresses = ownAddresses(machine('fe80::1', '2001:db8::5', '192.168.0.5'));
  expect(addresses).toEqual(['192.168.0.5', '2001:db8::5']);
});

test('a machine without a network still serves itself', () => {
  expect(ownAddresses({})).toEqual(['127.0.0.1']);
});

test('own addresses are bound each by itself, UDP and TCP', () => {
  const plan = planListening(['192.168.0.5', '127.0.0.1'], machine('192.168.0.5'));
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
  const plan = planListening(['192.168.0.5', '203.0.113.7'], machine('192.168.0.5'));
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
  const plan = planListening(['203.0.113.7', 'media.example'], machine('10.0.0.4'));
  expect(plan.bind).toEqual(['0.0.0.0']);
  const addresses = announce([candidate('0.0.0.0')], plan).map(({ address }) => address);
  expect(addresses).toEqual(['203.0.113.7', 'media.example']);
});

test('who is on this machine finds what is bound everywhere by loopback, and first', () => {
  const plan = withLoopback(planListening(['203.0.113.7'], machine('10.0.0.4')));
  const addresses = announce([candidate('0.0.0.0')], plan).map(({ address }) => address);
  expect(addresses).toEqual(['127.0.0.1', '203.0.113.7']);
  const own = planListening(['10.0.0.4'], machine('10.0.0.4'));
  expect(withLoopback(own)).toEqual(own);
});

test('loopback is the own address of every machine', () => {
  expect(planListening(['::1'], machine())).toEqual({ bind: ['::1'], forwarded: [] });
  expect(planListening(['127.0.0.7'], machine()).bind).toEqual(['127.0.0.7']);
});

test('each family forwards to its own sockets', () => {
  const plan = planListening(['fd00::5', '203.0.113.7', '2001:db8::9'], machine('fd00::5'));
  expect(plan.bind).toEqual(['fd00::5', '0.0.0.0']);
  const addresses = announce([candidate('fd00::5'), candidate('0.0.0.0')], plan);
  expect(addresses.map(({ address }) => address)).toEqual([
    'fd00::5',
    '203.0.113.7',
    '2001:db8::9',
  ]);
});

test('an own address counts as one however many there are', () => {
  const addresses = Array.from({ length: 20 }, (_, index) => `10.0.0.${index + 1}`);
  const plan = planListening(['10.0.0.20'], machine(...addresses));
  expect(plan.bind).toEqual(['10.0.0.20']);
});

test('workers listen for each other away from both blocks of media ports', () => {
  const { ip, portRange } = pipeListenInfo(40_000, 4);
  expect({ ip, portRange }).toEqual({ ip: '127.0.0.1', portRange: { min: 10_000, max: 39_995 } });
  // The first block or the second one: the other may be on either side.
  expect(pipeListenInfo(40_004, 4).portRange?.max).toBeLessThan(40_000);
  expect(pipeListenInfo(1_024, 999).portRange).toEqual({ min: 3_022, max: 59_999 });
  expect(pipeListenInfo(64_000, 500).portRange).toEqual({ min: 10_000, max: 63_499 });
});
