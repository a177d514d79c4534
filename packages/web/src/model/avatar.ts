/** How somebody without a picture looks: a letter on a colour, the same at everybody's. */

const HUES = 12;

/** A hue for CSS, in degrees. Names that look alike still get colours of their own. */
export function hueOf(name: string): number {
  // FNV-1a: short, and the last letter changes the result as much as the first.
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  }
  // The low bits of FNV are its weakest.
  return (((hash >>> 8) % HUES) * 360) / HUES + 15;
}

const graphemes = new Intl.Segmenter();

/** The first letter as a person sees it: a syllable of Hangul or a composed emoji is one. */
export function initialOf(name: string): string {
  const [first] = graphemes.segment(name);
  return first?.segment.toUpperCase() ?? '?';
}
