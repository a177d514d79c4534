import { expect, test } from 'vitest';

/** What is called alike in every language. */
const NAMES = new Set(['Ottogi']);

/** Words between tags. What holds code's own characters is code between comparisons or types. */
const JSX_TEXT = />([^<>{}();=&|?:]*\p{L}[^<>{}();=&|?:]*)<\//gu;

/** Words in attributes that people read or hear. */
const READ_ATTRIBUTE =
  /\s(?:title|label|lead|help|text|hint|placeholder|alt|aria-label|tooltip|action)="([^"]*\p{L}[^"]*)"/gu;

/** Words of a component's source that no language has translated. */
function untranslated(source: string): string[] {
  return [...source.matchAll(JSX_TEXT), ...source.matchAll(READ_ATTRIBUTE)]
    .map((match) => match[1]!.trim())
    .filter((words) => !NAMES.has(words));
}

const components = Object.entries(
  import.meta.glob<string>('../**/*.tsx', { query: '?raw', import: 'default', eager: true }),
);

test('there are components to look at', () => {
  expect(components.length).toBeGreaterThan(50);
});

test.each(components)('%s says nothing in one language', (_, source) => {
  expect(untranslated(source)).toEqual([]);
});

test('words in the source are found', () => {
  expect(untranslated('<p>Hello there</p>')).toEqual(['Hello there']);
  expect(untranslated('<b\n  title="Close it"\n/>')).toEqual(['Close it']);
  expect(untranslated('<p>{texts.close}</p> <h1>Ottogi</h1> a > b && c < d')).toEqual([]);
});
