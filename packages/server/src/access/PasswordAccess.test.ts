import { MEMBER } from '@ottogi/protocol';
import { beforeEach, expect, test } from 'vitest';
import { Guesses } from './Guesses.ts';
import { PasswordAccess } from './PasswordAccess.ts';

let now: number;
let access: PasswordAccess;

beforeEach(() => {
  now = 1000;
  access = new PasswordAccess('열려라 참깨', new Guesses(() => now));
});

const guess = (address = 'a') =>
  access.admit('wrong', address).catch((error: unknown) => error as Record<string, unknown>);

test('the password opens, however a keyboard composes it', async () => {
  const admission = { grants: MEMBER, subject: null, expiresAt: null };
  expect(await access.admit('열려라 참깨', 'a')).toEqual(admission);
  expect(await access.admit('열려라 참깨'.normalize('NFD'), 'a')).toEqual(admission);
});

test.each([undefined, ''])('%j is asked for a password, and is no guess', async (given) => {
  for (let time = 0; time < 50; time += 1) {
    await expect(access.admit(given, 'a')).rejects.toMatchObject({ code: 'accessRequired' });
  }
  expect(await guess()).toMatchObject({ code: 'accessRefused' });
});

test('after ten guesses an address waits, is told how long, and the others do not', async () => {
  for (let time = 0; time < 10; time += 1) {
    expect(await guess()).toMatchObject({ code: 'accessRefused' });
  }
  now += 4000;
  expect(await guess()).toMatchObject({ code: 'tooManyRequests', retryAfterMs: 6000 });
  await expect(access.admit('열려라 참깨', 'a')).rejects.toMatchObject({ code: 'tooManyRequests' });
  await expect(access.admit('열려라 참깨', 'b')).resolves.toBeTruthy();
  now += 6000;
  expect(await guess()).toMatchObject({ code: 'accessRefused' });
  expect(await guess()).toMatchObject({ code: 'tooManyRequests', retryAfterMs: 10_000 });
  now += 10_000;
  await expect(access.admit('열려라 참깨', 'a')).resolves.toBeTruthy();
});

test('after a while all guesses are there again, and never more', async () => {
  for (let time = 0; time < 10; time += 1) await guess();
  now += 3_600_000;
  for (let time = 0; time < 10; time += 1) {
    expect(await guess()).toMatchObject({ code: 'accessRefused' });
  }
  expect(await guess()).toMatchObject({ code: 'tooManyRequests' });
});

test('addresses without number take no memory without number', async () => {
  await guess('first');
  for (let time = 0; time < 10_000; time += 1) await guess(`address ${time}`);
  for (let time = 0; time < 10; time += 1) {
    expect(await guess('first')).toMatchObject({ code: 'accessRefused' });
  }
});
