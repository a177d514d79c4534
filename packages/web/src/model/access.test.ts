import { expect, test } from 'vitest';
import { formatInvitation, parseAccess, parseFragment, readTypedSecret } from './access.ts';

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

test.each([
  ['#key=s3cret', null, 's3cret'],
  ['#access=a%26b&key=%ED%95%9C%26', 'a&b', '한&'],
  ['#access=a&b', 'a&b', null],
  ['#token=eyJ&key=x', 'eyJ', 'x'],
  ['#key=', null, null],
  ['', null, null],
])('%s carries the access %j and the secret %j', (fragment, access, secret) => {
  const brought = parseFragment(fragment);
  expect([brought.access?.value ?? null, brought.roomSecret]).toEqual([access, secret]);
});

test('an invitation into an encrypted room carries both', () => {
  const access = { kind: 'password', value: 'a&key=b' } as const;
  for (const key of [access, null]) {
    const brought = parseFragment(formatInvitation(key, 'c#d&e'));
    expect(brought).toEqual({ access: key, roomSecret: 'c#d&e' });
  }
});

test('a secret is typed, or pasted with the link that carries it', () => {
  expect(readTypedSecret(' green bridge ')).toBe('green bridge');
  expect(readTypedSecret('https://a.example/r/Vault#access=x&key=s3cret\n')).toBe('s3cret');
  expect(readTypedSecret('a#b')).toBe('a#b');
});
