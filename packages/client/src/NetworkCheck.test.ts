import { expect, test } from 'vitest';
import { ClientError } from './errors.ts';
import { reportOf, type Outcome } from './NetworkCheck.ts';

const OK = (roundTripMs: number): Outcome => ({ verdict: 'ok', roundTripMs });
const BLOCKED: Outcome = { verdict: 'blocked' };
const UNKNOWN = new ClientError('mediaUnavailable', 'no worker');

test.each([
  ['good', 12, OK(12), OK(20), null],
  ['good', 12, OK(12), BLOCKED, BLOCKED],
  ['tcpOnly', 20, BLOCKED, OK(20), OK(50)],
  ['tcpOnly', 20, UNKNOWN, OK(20), null],
  ['turnOnly', 50, BLOCKED, BLOCKED, OK(50)],
  ['blocked', null, BLOCKED, BLOCKED, null],
  ['blocked', null, BLOCKED, UNKNOWN, BLOCKED],
] as const)('a network is %s at %s ms', (overall, roundTripMs, udp, tcp, turn) => {
  expect(reportOf(udp, tcp, turn)).toMatchObject({ overall, roundTripMs });
});

test('each way is told by itself', () => {
  expect(reportOf(BLOCKED, UNKNOWN, null)).toMatchObject({
    udp: 'blocked',
    tcp: 'unknown',
    turn: 'notConfigured',
  });
});
