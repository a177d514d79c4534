import type { Texts } from '../../i18n/index.ts';
import type { Tile } from '../../model/tiles.ts';

/** What a tile is called: nobody has two of one name, since a screen is not its person. */
export function tileTitle(texts: Texts, { name, own, source }: Tile): string {
  if (source === 'screen') return own ? texts.call.yourScreen : texts.call.screenOf(name);
  return own ? texts.you : name;
}
