import { expect, test } from 'vitest';
import { fingerprintsOf } from './fingerprints.ts';

const OWN = 'sha-256 AB:CD:01';
const THEIRS = 'sha-256 00:11:22';

function described(...fingerprints: string[]): string {
  const sections = fingerprints.map((each) => `m=audio 9 X 1\r\na=fingerprint:${each}\r\na=mid:0`);
  return ['v=0', 's=-', ...sections, ''].join('\r\n');
}

test('one that stands in every section counts once, however it is written', () => {
  expect(fingerprintsOf(described(OWN, OWN, OWN.toLowerCase()))).toBe('sha-256 ab:cd:01');
  expect(fingerprintsOf('v=0\r\n')).toBe('');
});

test('one that was slipped in beside another is not overlooked, wherever it stands', () => {
  const both = 'sha-256 00:11:22 sha-256 ab:cd:01';
  expect(fingerprintsOf(described(OWN, THEIRS))).toBe(both);
  expect(fingerprintsOf(described(THEIRS, OWN, OWN))).toBe(both);
});
