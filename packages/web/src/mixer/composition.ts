/** Where everybody stands in the picture of a mix. Pure. */
import type { Direction } from '../model/call/Director.ts';
import { type Scene, sceneOf } from '../model/call/scene.ts';
import { castOf } from '../model/call/stage.ts';
import type { Box } from '../model/layout.ts';
import type { Tiles } from '../model/tiles.ts';

/** Drawn as if it were as wide as this, then scaled: a small mix is a small picture of the same. */
export const STAGE_WIDTH = 1280;

/** More people than this are too small to be read all alike: whoever speaks stands large then. */
const MOST_IN_GRID = 9;

/** What is around the tiles, in the same measure. */
const MARGIN = 12;

/**
 * Everybody in a grid; shared screens large, with the faces beside; or, where they are many, whoever
 * speaks large. Those who find no place are the ones whom nobody has heard for the longest.
 * @param picture Of any size; only its shape matters.
 */
export function composition(tiles: Tiles, direction: Direction, picture: Box): Scene {
  // The mixer itself is nobody.
  const people = tiles.people.filter(({ own }) => !own);
  const screens = tiles.screens.filter(({ own }) => !own);
  const layout = people.length > MOST_IN_GRID ? 'spotlight' : 'grid';
  const cast = castOf({ people, screens }, direction, { layout, pinned: [], solo: null });
  const stage = stageOf(picture);
  const inner = { width: stage.width - 2 * MARGIN, height: stage.height - 2 * MARGIN };
  const scene = sceneOf(cast, inner, 0);
  const placed = scene.placed.map(({ rect, ...each }) => ({
    ...each,
    rect: { ...rect, left: rect.left + MARGIN, top: rect.top + MARGIN },
  }));
  return { ...scene, placed };
}

/** In the measure of a composition. */
function stageOf({ width, height }: Box): Box {
  return { width: STAGE_WIDTH, height: (STAGE_WIDTH * height) / width };
}

/** The part of a picture that fills a box of another shape, or the part of a box that it fills. */
export function cover(picture: Box, box: Box): { left: number; top: number } & Box {
  const scale = Math.max(box.width / picture.width, box.height / picture.height);
  return centred(picture, { width: box.width / scale, height: box.height / scale });
}

export function contain(picture: Box, box: Box): { left: number; top: number } & Box {
  const scale = Math.min(box.width / picture.width, box.height / picture.height);
  return centred(box, { width: picture.width * scale, height: picture.height * scale });
}

function centred(outer: Box, inner: Box) {
  return {
    left: (outer.width - inner.width) / 2,
    top: (outer.height - inner.height) / 2,
    ...inner,
  };
}
