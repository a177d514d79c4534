/**
 * How any part of a word is found in any script. SQLite's trigram tokenizer needs three characters,
 * and 회의 has two. So each word is indexed as its overlapping pairs of characters, and a part of a
 * word is a phrase of pairs. The pairs are spelt in digits, so that no tokenizer has an opinion
 * about them and no word can be taken for query syntax.
 */

/** Enough for the last code point, U+10FFFF. All alike, so that a prefix is a whole character. */
export const CHARACTER_DIGITS = 6;

/** Of a text, once folded: one character may unfold to eighteen (U+FDFA), and a message has 4,000. */
const MOST_FOLDED_LENGTH = 8_000;

/** The words of a text, without regard to width, composition and case. */
function wordsOf(text: string): string[] {
  // A sigma looks different at the end of a word, and the end of a query is not the end of a word.
  const folded = text.normalize('NFKC').toLowerCase().replaceAll('ς', 'σ');
  return folded
    .slice(0, MOST_FOLDED_LENGTH)
    .split(/\s+/u)
    .filter((word) => word !== '');
}

function digitsOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).padStart(CHARACTER_DIGITS, '0');
}

/**
 * A word as pairs, then its last character alone: thus every character begins a token, and no
 * phrase of pairs reaches from one word into the next.
 */
function tokensOf(word: string): string[] {
  const characters = Array.from(word, digitsOf);
  return characters.map((digits, index) => digits + (characters[index + 1] ?? ''));
}

/** What to index of a text: tokens of ASCII letters and digits with a space between. */
export function indexTokens(text: string): string {
  return wordsOf(text).flatMap(tokensOf).join(' ');
}

/**
 * An FTS5 expression that fits texts which hold every word of this one, as a word or as a part of
 * one. Null if there is no word in it, and so nothing to look for.
 */
export function matchTokens(text: string): string | null {
  const words = [...new Set(wordsOf(text))];
  return words.length === 0 ? null : words.map(matchWord).join(' AND ');
}

function matchWord(word: string): string {
  const tokens = tokensOf(word);
  if (tokens.length === 1) return `"${tokens[0]}" *`;
  return `"${tokens.slice(0, -1).join(' ')}"`;
}
