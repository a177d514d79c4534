/** U+AC00 to U+D7A3 are the syllables of Hangul: 28 endings to each pair of sounds before them. */
const FIRST_SYLLABLE = 0xac00;
const LAST_SYLLABLE = 0xd7a3;
const ENDINGS = 28;
const RIEUL = 8;

/**
 * "To a place". The Korean particle depends on the sound before it: 방으로, but 라운지로, and 교실로
 * too, since ㄹ does not count as a consonant here. How another script sounds is left open.
 */
export function toward(place: string): string {
  const last = place.charCodeAt(place.length - 1);
  if (!(last >= FIRST_SYLLABLE && last <= LAST_SYLLABLE)) return `${place}(으)로`;
  const ending = (last - FIRST_SYLLABLE) % ENDINGS;
  return ending === 0 || ending === RIEUL ? `${place}로` : `${place}으로`;
}
