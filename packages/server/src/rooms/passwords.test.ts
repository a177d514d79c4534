import { expect, test } from 'vitest';
import { hashPassword, isPassword } from './passwords.ts';

test('a password is found right, however a keyboard composes it, and no other is', async () => {
  const hash = await hashPassword('열려라');
  expect(await isPassword('열려라'.normalize('NFD'), hash)).toBe(true);
  expect(await isPassword('닫혀라', hash)).toBe(false);
});

test('whoever enters does not wait for those who make rooms', async () => {
  const hash = await hashPassword('sesame');
  const done: string[] = [];
  const making = Array.from({ length: 20 }, async () => {
    await hashPassword('another');
    done.push('made');
  });
  await isPassword('sesame', hash);
  expect(done.length).toBeLessThan(making.length / 2);
  await Promise.all(making);
});
