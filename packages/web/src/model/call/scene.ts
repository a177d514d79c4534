/** Where the tiles of a call stand now: the cast, put on a stage of a certain size. */
import { arrange, type Box, corner, isPhone, type Rect } from '../layout.ts';
import type { Tile } from '../tiles.ts';
import type { Cast } from './stage.ts';

export interface Placed {
  tile: Tile;
  rect: Rect;
  /** `corner`: oneself, small, over the one other in a call of two. */
  standing: 'featured' | 'beside' | 'corner';
}

export interface Scene {
  placed: Placed[];
  page: number;
  pages: number;
  /** How many tiles a full page holds. */
  perPage: number;
}

const GAP = 12;
const PHONE_GAP = 8;

export function sceneOf(cast: Cast, stage: Box, page: number): Scene {
  const gap = isPhone(stage) ? PHONE_GAP : GAP;
  const own = cast.others.find((tile) => tile.own && tile.source === 'camera');
  const other = cast.others.find((tile) => tile !== own);
  if (isPhone(stage) && cast.featured.length === 0 && own && other && cast.others.length === 2) {
    return pair(other, own, stage, gap);
  }
  const counts = { featured: cast.featured.length, others: cast.others.length, page };
  const arranged = arrange(counts, stage, gap);
  const placed: Placed[] = [
    ...cast.featured.map((tile, index) => ({
      tile,
      rect: arranged.featured[index]!,
      standing: 'featured' as const,
    })),
    ...arranged.places.map((rect, index) => ({
      tile: cast.others[arranged.first + index]!,
      rect,
      standing: 'beside' as const,
    })),
  ];
  return { placed, page: arranged.page, pages: arranged.pages, perPage: arranged.perPage };
}

function pair(other: Tile, own: Tile, stage: Box, gap: number): Scene {
  const whole: Rect = { left: 0, top: 0, ...stage };
  return {
    placed: [
      { tile: other, rect: whole, standing: 'featured' },
      { tile: own, rect: corner(stage, gap), standing: 'corner' },
    ],
    page: 0,
    pages: 1,
    perPage: 2,
  };
}

/**
 * The same tiles in an order that no change of the layout touches. An element that moves in the
 * document begins its animations anew; one that only gets another place does not.
 */
export function inDocumentOrder(placed: readonly Placed[], tiles: readonly Tile[]): Placed[] {
  const byKey = new Map(placed.map((each) => [each.tile.key, each]));
  return tiles.flatMap(({ key }) => byKey.get(key) ?? []);
}
