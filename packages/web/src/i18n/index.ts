/**
 * The page's words. A language is a plain object of the type of the English one, so that a missing
 * or misspelt text does not compile; a text with something to fill in is a function, which leaves
 * plurals and particles to the language itself.
 */
import type { ClientErrorCode, Source } from '@ottogi/client';
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

export function errorText(texts: Texts, code: ClientErrorCode, about: Source | 'call'): ErrorText {
  const text = texts.errors[code];
  return 'title' in text ? text : text[about];
}

function isLanguage(tag: string): tag is Language {
  return Object.hasOwn(LANGUAGES, tag);
}
