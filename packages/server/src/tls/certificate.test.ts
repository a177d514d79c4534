import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keptCertificate } from './certificate.ts';

const names = ['localhost', '127.0.0.1', '192.168.0.5'];
const now = new Date('2026-01-01T00:00:00Z');
const days = (count: number) => new Date(now.getTime() + count * 24 * 60 * 60 * 1000);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ottogi-tls-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('it covers every name, fits its key, and is one that browsers take', async () => {
  const { cert, key } = await keptCertificate(folder, names, now);
  const parsed = new X509Certificate(cert);
  expect(parsed.checkHost('localhost')).toBe('localhost');
  expect(parsed.checkIP('192.168.0.5')).toBe('192.168.0.5');
  expect(parsed.checkPrivateKey(createPrivateKey(key))).toBe(true);
  expect(parsed.validToDate.getTime() - parsed.validFromDate.getTime()).toBeLessThanOrEqual(
    398 * 24 * 60 * 60 * 1000,
  );
});

test('it is kept while it covers the names and lasts', async () => {
  const first = await keptCertificate(folder, names, now);
  expect(await keptCertificate(folder, names, days(300))).toEqual(first);
  expect(await keptCertificate(folder, names.slice(1), now)).toEqual(first);
});

test.each([
  ['a new address', [...names, '10.0.0.9'], now],
  ['a date near its end', names, days(380)],
])('%s makes a new one', async (_why, nextNames, at) => {
  const first = await keptCertificate(folder, names, now);
  expect((await keptCertificate(folder, nextNames, at)).cert).not.toBe(first.cert);
});

test('a broken file makes a new one', async () => {
  await keptCertificate(folder, names, now);
  await writeFile(join(folder, 'tls', 'cert.pem'), 'nonsense');
  const { cert } = await keptCertificate(folder, names, now);
  expect(new X509Certificate(cert).checkHost('localhost')).toBe('localhost');
});
