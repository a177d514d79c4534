import { expect, test } from 'vitest';
import { candidatesIn, shortened } from './candidates.ts';

test.each([
  ['192.168.0.17', '192.168.0.x'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8::x'],
  ['fd00::2', 'fd00::x'],
  ['0f5c1d.local', 'mdns'],
  ['', ''],
  [null, ''],
])('%j is told as %j', (address, told) => {
  expect(shortened(address)).toBe(told);
});

test('own candidates are shortened, those of the server are not', () => {
  const at = { address: '10.0.0.7', port: 5000, protocol: 'udp', candidateType: 'host' };
  const report = new Map([
    ['a', { type: 'local-candidate', ...at }],
    ['b', { type: 'local-candidate', ...at, port: 5001 }],
    ['c', { type: 'remote-candidate', ...at }],
    ['d', { type: 'transport' }],
  ]);
  expect(candidatesIn(report)).toEqual({
    local: ['host udp 10.0.0.x'],
    remote: ['host udp 10.0.0.7:5000'],
  });
});
