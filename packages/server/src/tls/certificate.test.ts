import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keptCertificate, readCertificate } from './certificate.ts';

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

test('half of another pair makes a new one', async () => {
  const first = await keptCertificate(folder, names, now);
  const other = await keptCertificate(join(folder, 'other'), names, now);
  await writeFile(join(folder, 'tls', 'key.pem'), other.key);
  const { cert, key } = await keptCertificate(folder, names, now);
  expect(cert).not.toBe(first.cert);
  expect(new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))).toBe(true);
});

test("the host's own is read, and what is wrong with it is named", async () => {
  const made = await keptCertificate(folder, names, now);
  const files = { cert: join(folder, 'tls', 'cert.pem'), key: join(folder, 'tls', 'key.pem') };
  expect(await readCertificate(files)).toEqual(made);
  await expect(readCertificate({ ...files, key: '/nowhere.pem' })).rejects.toMatchObject({
    problems: [{ variable: 'OTTOGI_TLS_KEY', value: '/nowhere.pem' }],
  });
  await writeFile(files.cert, 'nonsense');
  await expect(readCertificate(files)).rejects.toMatchObject({
    problems: [{ variable: 'OTTOGI_TLS_CERT', value: files.cert }],
  });
});

test('a broken file makes a new one', async () => {
  await keptCertificate(folder, names, now);
  await writeFile(join(folder, 'tls', 'cert.pem'), 'nonsense');
  const { cert } = await keptCertificate(folder, names, now);
  expect(new X509Certificate(cert).checkHost('localhost')).toBe('localhost');
});
