import { hkdfSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { bigEndian, type Bytes, concat, fromBase64Url, toBase64Url, utf8 } from './bytes.ts';
import { decodeHeader, deriveFrameKey, encodeHeader, nonceOf, ratchet } from './sframe.ts';

const hex = (text: string): Bytes => Uint8Array.from(Buffer.from(text, 'hex'));
const toHex = (bytes: ArrayBuffer | Bytes) => Buffer.from(bytes as Bytes).toString('hex');

// RFC 9605, appendix C.3, cipher suite 0x0005.
const KID = 0x0123;
const COUNTER = 0x4567;
const BASE_KEY = hex('000102030405060708090a0b0c0d0e0f');

test('keys, nonces and what is sealed are those of the RFC', async () => {
  const { key, salt } = await deriveFrameKey(BASE_KEY, KID);
  expect(toHex(salt)).toBe('84991c167b8cd23c93708ec7');
  const iv = nonceOf(salt, COUNTER);
  expect(toHex(iv)).toBe('84991c167b8cd23c9370cba0');
  const header = encodeHeader(KID, COUNTER);
  expect(toHex(header)).toBe('9901234567');
  const additionalData = concat(header, utf8('IETF SFrame WG'));
  const plain = utf8('draft-ietf-sframe-enc');
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, plain);
  expect(toHex(header) + toHex(sealed)).toBe(
    '990123456794f509d36e9beacb0e261d99c7d1e972f1fed787d4049f17ca21353c1cc24d56ceabced279',
  );
});

test('a header says again what went into it, and what is none says nothing', () => {
  const numbers = [0, 1, 7, 8, 255, 256, 65_535, 65_536, 2 ** 32, 2 ** 48 - 1];
  for (const kid of numbers) {
    for (const counter of numbers) {
      const header = encodeHeader(kid, counter);
      expect(decodeHeader(header)).toEqual({ kid, counter });
      expect(decodeHeader(header.subarray(1))).not.toEqual({ kid, counter });
      expect(decodeHeader(concat(header, Uint8Array.of(0)))).toBeNull();
    }
  }
  expect(decodeHeader(new Uint8Array())).toBeNull();
});

test('the ratchet goes one way, the same for everybody', async () => {
  const [once, again] = await Promise.all([ratchet(BASE_KEY), ratchet(BASE_KEY)]);
  expect(once).toEqual(again);
  expect(once).toHaveLength(64);
  expect(toHex(once)).not.toContain(toHex(BASE_KEY));
  expect(await ratchet(once)).not.toEqual(once);
  // By other hands.
  expect(toHex(once)).toBe(toHex(hkdfSync('sha512', BASE_KEY, '', 'SFrame 1.0 Ratchet', 64)));
});

test('numbers and text go into bytes and out again', () => {
  expect(bigEndian(0x0102, 4)).toEqual(Uint8Array.of(0, 0, 1, 2));
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
  expect(toBase64Url(bytes)).toMatch(/^[\w-]+$/);
  expect(fromBase64Url(toBase64Url(bytes))).toEqual(bytes);
  expect(() => fromBase64Url('*')).toThrow();
});
