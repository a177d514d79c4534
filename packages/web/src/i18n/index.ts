/**
 * The page's words. A language is a plain object of the type of the English one, so that a missing
 * or misspelt text does not compile; a text with something to fill in is a function, which leaves
 * plurals and particles to the language itself.
 */
import type { ClientError, ClientErrorCode, Source } from '@ottogi/client';
import type { ErrorText } from './en/errors.ts';
import { en, type Texts } from './en/index.ts';
import { ko } from './ko/index.ts';

export type { ErrorText } from './en/errors.ts';
export type { Texts } from './en/index.ts';

export const LANGUAGES = { en, ko } satisfies Record<string, Texts>;

export type Language = keyof typeof LANGUAGES;

/** What was chosen here before, else the first of the browser's languages that we speak. */
export function chooseLanguage(chosen: string | null, preferred: readonly string[]): Language {
  const candidates = [chosen ?? '', ...preferred].map((tag) => tag.toLowerCase().split('-')[0]!);
  return candidates.find(isLanguage) ?? 'en';
}

/** What happened and what to do; with the error itself also when, where the server said so. */
export function errorText(
  texts: Texts,
  error: ClientErrorCode | Pick<ClientError, 'code' | 'retryAfterMs'>,
  about: Source | 'call',
): ErrorText {
  const { code, retryAfterMs } =
    typeof error === 'string' ? { code: error, retryAfterMs: undefined } : error;
  const entry = texts.errors[code];
  const text = 'title' in entry ? entry : entry[about];
  if (retryAfterMs === undefined) return text;
  return { ...text, help: texts.tryAgainIn(Math.max(1, Math.ceil(retryAfterMs / 1000))) };
}

function isLanguage(tag: string): tag is Language {
  return Object.hasOwn(LANGUAGES, tag);
}
