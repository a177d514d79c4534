/** How names are read. Apart from the schemas, so that a page can use it without the validator. */

/** Longest name of a person or a room, in UTF-16 code units after cleaning. */
export const NAME_MAX_LENGTH = 64;

/**
 * Characters that are invisible or reorder what stands beside them: controls, formats (zero-width,
 * bidirectional marks and overrides), line and paragraph separators. U+200D stays, because it joins
 * emoji, and so does U+FE0F, which is no format character anyway.
 */
const INVISIBLE = /(?!\u200D)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** What a name looks like once it is safe to show: composed, visible, one line, no double spaces. */
export function cleanName(raw: string): string {
  const visible = raw
    .normalize('NFC')
    .replace(/[\t\r\n]/g, ' ')
    .replace(INVISIBLE, '');
  const oneLine = visible.replace(/\s+/gu, ' ').trim();
  // A name of joiners alone would be an invisible one.
  return oneLine.replaceAll('\u200D', '') === '' ? '' : oneLine;
}

/** Room names that differ only in case or width are the same room. */
export function roomKey(name: string): string {
  return cleanName(name).normalize('NFKC').toLowerCase();
}
