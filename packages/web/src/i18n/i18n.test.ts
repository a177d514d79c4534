import type { ClientErrorCode, LocalErrorCode } from '@ottogi/client';
import { ERROR_CODES, SOURCES } from '@ottogi/protocol';
import { describe, expect, test } from 'vitest';
import { chooseLanguage, errorText, type Language, LANGUAGES } from './index.ts';
import { toward } from './particle.ts';

const LOCAL_CODES: Record<LocalErrorCode, true> = {
  permissionDenied: true,
  cancelled: true,
  deviceNotFound: true,
  deviceBusy: true,
  insecureContext: true,
  unsupported: true,
  loadFailed: true,
  serverUnreachable: true,
  serverRestarting: true,
  timeout: true,
  mediaBlocked: true,
  dataBlocked: true,
  superseded: true,
  roomDeleted: true,
  notAdmitted: true,
  keyRequired: true,
  encryptionUnsupported: true,
  peerLeft: true,
  notReceiving: true,
  fileDamaged: true,
  fileUnreadable: true,
};

const CODES = [...Object.keys(ERROR_CODES), ...Object.keys(LOCAL_CODES)] as ClientErrorCode[];
const languages = Object.keys(LANGUAGES) as Language[];

/** Every text with the path to it, functions called with something to fill in. */
function textsOf(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') return [[path, (value as (of: string) => string)('회의실')]];
  return Object.entries(value as object).flatMap(([key, of]) => textsOf(of, `${path}.${key}`));
}

describe.each(languages)('%s', (language) => {
  const texts = LANGUAGES[language];

  test.each(CODES)('says what %s means and what to do', (code) => {
    for (const about of [...SOURCES, 'call' as const]) {
      const { title, help } = errorText(texts, code, about);
      expect(title.length).toBeGreaterThan(3);
      expect(help.length).toBeGreaterThan(3);
    }
  });

  test('says when to try again where the server knows', () => {
    const error = { code: 'tooManyRequests', retryAfterMs: 9_200 } as const;
    const { title, help } = errorText(texts, error, 'call');
    expect(title).toBe(errorText(texts, 'tooManyRequests', 'call').title);
    expect(help).toContain('10');
  });

  test('has every text, and none is empty', () => {
    const paths = textsOf(texts).map(([path]) => path);
    expect(paths).toEqual(textsOf(LANGUAGES.en).map(([path]) => path));
    expect(textsOf(texts).filter(([, text]) => text.trim() === '')).toEqual([]);
  });
});

test('Korean texts are Korean', () => {
  const foreign = textsOf(LANGUAGES.ko).filter(([, text]) => !/\p{Script=Hangul}/u.test(text));
  expect(foreign).toEqual([]);
});

test.each([
  [null, ['ko-KR', 'en-US'], 'ko'],
  [null, ['de-DE', 'en-GB', 'ko'], 'en'],
  [null, ['fr'], 'en'],
  [null, [], 'en'],
  ['en', ['ko-KR'], 'en'],
  ['toString', ['ko-KR'], 'ko'],
])('chosen %j, browser %j: %s', (chosen, preferred, language) => {
  expect(chooseLanguage(chosen, preferred)).toBe(language);
});

test.each([
  ['라운지', '라운지로'],
  ['회의실', '회의실로'],
  ['거실 방', '거실 방으로'],
  ['Lounge', 'Lounge(으)로'],
])('toward %s', (place, text) => {
  expect(toward(place)).toBe(text);
});
