/** How names are read. Apart from the schemas, so that a page can use it without the validator. */

/** Longest name of a person or a room, in UTF-16 code units after cleaning. */
export const NAME_MAX_LENGTH = 64;

/**
 * Characters that show nothing or turn around what stands beside them: controls, formats, zero-width
 * and filler characters, marks and overrides of direction, the blank Braille pattern, separators of
 * lines and paragraphs. Two stay where they do something, and are a disguise elsewhere: the joiner
 * between emoji and after the marks of Indic scripts, and what gives a symbol or a keycap its colour.
 */
const INVISIBLE =
  /(?!\u200D|\uFE0F)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu;
const IDLE_JOINERS =
  /(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F\p{M}])\u200D|\u200D(?!\p{Extended_Pictographic}|\p{L})|(?<!\p{Extended_Pictographic}|[#*0-9](?=\uFE0F\u20E3))\uFE0F/gu;
const EMOJI_JOINERS = /\u200D|\uFE0F/g;

/**
 * More marks on one letter than any script has. To compose them takes a time that grows with the
 * square of their number, so they go before.
 */
const HEAPED_MARKS = /(\p{M}{8})\p{M}+/gu;

/** What a name looks like once it is safe to show: composed, visible, one line, no double spaces. */
export function cleanName(raw: string): string {
  const visible = raw
    .replace(/[\t\r\n]/g, ' ')
    .replace(INVISIBLE, '')
    .replace(IDLE_JOINERS, '')
    .replace(HEAPED_MARKS, '$1')
    .normalize('NFC');
  const oneLine = visible.replace(/\s+/gu, ' ').trim();
  // A name of joiners alone would be an invisible one.
  return oneLine.replace(EMOJI_JOINERS, '').trim() === '' ? '' : oneLine;
}

/** Longest message, in UTF-16 code units after cleaning. */
export const MESSAGE_MAX_LENGTH = 4000;

/**
 * What may hide or turn around the text beside it: controls apart from tab and line break, marks and
 * overrides of direction, characters of no width. What joins letters and colours emoji stays.
 */
const UNSEEN_IN_TEXT =
  /(?!\t|\n|\u200C|\u200D|\uFE0E|\uFE0F|[\u{E0020}-\u{E007F}])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Spell the flag of a region behind a black flag, and anything that nobody sees elsewhere. */
const FLAG_TAGS = /\u{1F3F4}[\u{E0020}-\u{E007F}]{1,8}|[\u{E0020}-\u{E007F}]/gu;
const FLAG = '\u{1F3F4}';

/** A message as it is stored: composed, with line breaks, without what nobody sees. */
export function cleanText(raw: string): string {
  const visible = raw
    .replace(/\r\n?/g, '\n')
    .replace(UNSEEN_IN_TEXT, '')
    .replace(FLAG_TAGS, (tags) => (tags.startsWith(FLAG) ? tags : ''))
    .replace(HEAPED_MARKS, '$1')
    .normalize('NFC')
    .trim();
  return cleanName(visible) === '' ? '' : visible;
}

/** Room names that differ only in case, in width, or in what nobody sees, are the same room. */
export function roomKey(name: string): string {
  return cleanName(name).replace(EMOJI_JOINERS, '').normalize('NFKC').toLowerCase();
}
