/** How names are read. Apart from the schemas, so that a page can use it without the validator. */

/** Longest name of a person or a room, in UTF-16 code units after cleaning. */
export const NAME_MAX_LENGTH = 64;

/**
 * Characters that show nothing or turn around what stands beside them: controls, formats, zero-width
 * and filler characters, marks and overrides of direction, the blank Braille pattern, separators of
 * lines and paragraphs. The two that emoji are joined and coloured by stay.
 */
const INVISIBLE =
  /(?!\u200D|\uFE0F)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu;
const EMOJI_JOINERS = /\u200D|\uFE0F/g;

/** What a name looks like once it is safe to show: composed, visible, one line, no double spaces. */
export function cleanName(raw: string): string {
  const visible = raw
    .replace(/[\t\r\n]/g, ' ')
    .replace(INVISIBLE, '')
    .normalize('NFC');
  const oneLine = visible.replace(/\s+/gu, ' ').trim();
  // A name of joiners alone would be an invisible one.
  return oneLine.replace(EMOJI_JOINERS, '').trim() === '' ? '' : oneLine;
}

/** Room names that differ only in case, in width, or in what nobody sees, are the same room. */
export function roomKey(name: string): string {
  return cleanName(name).replace(EMOJI_JOINERS, '').normalize('NFKC').toLowerCase();
}
