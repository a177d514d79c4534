import { expect, test } from 'vitest';
import { formatInvitation, parseAccess } from './access.ts';

test.each([
  ['#access=abc-_', { kind: 'password', value: 'abc-_' }],
  ['#access=a%20b%2B%ED%95%9C', { kind: 'password', value: 'a b+한' }],
  ['#access=a+b=c&d', { kind: 'password', value: 'a+b=c&d' }],
  ['#access=100%', { kind: 'password', value: '100%' }],
  ['#token=eyJ.eyJ.x', { kind: 'token', value: 'eyJ.eyJ.x' }],
  ['#access=', null],
  ['#room', null],
  ['', null],
])('%s carries %j', (fragment, key) => {
  expect(parseAccess(fragment)).toEqual(key);
});

test('an invitation carries the password, whatever is in it, and never a token', () => {
  const key = { kind: 'password', value: 'a b+c%#한' } as const;
  expect(parseAccess(formatInvitation(key))).toEqual(key);
  expect(formatInvitation({ kind: 'token', value: 'eyJ' })).toBe('');
  expect(formatInvitation(null)).toBe('');
});
