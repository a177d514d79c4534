/** How a name is written into a picture. Pure. */

const graphemes = new Intl.Segmenter();

/** Hebrew, Arabic and their kin, down to the last of them that has a block of its own. */
const RTL = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const LETTER = /\p{L}/u;

/** By its first letter (Unicode UAX 9, P2). */
export function directionOf(name: string): 'ltr' | 'rtl' {
  const letter = LETTER.exec(name)?.[0] ?? '';
  return RTL.test(letter) ? 'rtl' : 'ltr';
}

/**
 * As much of a name as fits, and an ellipsis where something is left out; never half of what a reader
 * takes for one letter.
 */
export function cutName(name: string, fits: (text: string) => boolean): string {
  if (fits(name)) return name;
  const letters = [...graphemes.segment(name)].map(({ segment }) => segment);
  let [least, most] = [0, letters.length - 1];
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (fits(cut(letters, middle))) least = middle;
    else most = middle - 1;
  }
  return cut(letters, least);
}

function cut(letters: readonly string[], count: number): string {
  return `${letters.slice(0, count).join('').trimEnd()}…`;
}
