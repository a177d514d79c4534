/** Which tiles of a call stand large and which stand beside them. */
import type { TrackKey } from '@ottogi/client';
import type { Tile, Tiles } from '../tiles.ts';
import type { Direction } from './Director.ts';

export type Layout = 'grid' | 'spotlight';

export interface StageWish {
  layout: Layout;
  /** What the person holds on to, in the order of pinning. */
  pinned: readonly TrackKey[];
  /** The one tile that has the whole stage; null for all. */
  solo: TrackKey | null;
}

export interface Cast {
  featured: Tile[];
  others: Tile[];
}

/** More than this standing large would not be large. */
const MOST_FEATURED = 4;

/**
 * What is pinned stands large; without that every shared screen does, and without those, in the
 * spotlight layout, whoever talks. Shared screens come first, large or not.
 */
export function castOf(tiles: Tiles, direction: Direction, wish: StageWish): Cast {
  const all = [...tiles.screens, ...inOrder(tiles.people, direction.order)];
  const solo = all.find(({ key }) => key === wish.solo);
  if (solo) return { featured: [solo], others: [] };
  const featured = featuredOf(all, tiles, direction, wish);
  return { featured, others: all.filter((tile) => !featured.includes(tile)) };
}

function featuredOf(
  all: Tile[],
  { screens, people }: Tiles,
  direction: Direction,
  wish: StageWish,
) {
  const pinned = all.filter(({ key }) => wish.pinned.includes(key));
  if (pinned.length > 0) return pinned.slice(0, MOST_FEATURED);
  // One's own screen, shown to oneself, would be a hall of mirrors; it need not be large.
  const shared = screens.filter(({ own }) => !own);
  if (shared.length > 0) return shared.slice(0, MOST_FEATURED);
  if (wish.layout === 'grid') return [];
  const speaker = people.find(({ peerId }) => peerId === direction.spotlight);
  return speaker ? [speaker] : [];
}

/** Those of whom the order has not heard yet come last. */
function inOrder(people: readonly Tile[], order: readonly string[]): Tile[] {
  const places = new Map(order.map((peerId, index) => [peerId, index]));
  const placeOf = ({ peerId }: Tile) => places.get(peerId) ?? Infinity;
  return people.toSorted((a, b) => {
    const [left, right] = [placeOf(a), placeOf(b)];
    return left === right ? 0 : left - right;
  });
}
