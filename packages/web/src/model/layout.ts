/** Where the tiles of a stage go. Pure arithmetic, in CSS pixels. */

export interface Box {
  width: number;
  height: number;
}

export interface Rect extends Box {
  left: number;
  top: number;
}

export interface Grid extends Box {
  columns: number;
  rows: number;
}

export interface Shape {
  /** Between tiles. */
  gap: number;
  /** A tile takes the shape of its cell within these bounds, so that little of the stage is bare. */
  minAspect: number;
  maxAspect: number;
}

/** Below this a face is no longer one; the stage scrolls instead. */
const MIN_TILE_WIDTH = 128;

/** Cameras are mostly wide. On a tall stage, such as a phone's, cutting their sides is worth it. */
const PEOPLE = { minAspect: 4 / 3, maxAspect: 16 / 9 };
const PEOPLE_TALL = { minAspect: 3 / 4, maxAspect: 16 / 9 };
/** Most screens have this shape; those that have not are fitted into it whole. */
const SCREEN_ASPECT = 16 / 9;

/** On a wide stage people look better side by side than stacked, even a little smaller. */
const SIDE_BY_SIDE = 0.9;

/** The grid with the largest tiles. `width` and `height` are those of one tile. */
export function fit(count: number, box: Box, shape: Shape): Grid {
  const enough = box.width > box.height ? SIDE_BY_SIDE : 1;
  let best: Grid = { columns: 1, rows: Math.max(count, 1), width: 0, height: 0 };
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const cellWidth = (box.width - shape.gap * (columns - 1)) / columns;
    const cellHeight = (box.height - shape.gap * (rows - 1)) / rows;
    if (cellWidth <= 0 || cellHeight <= 0) continue;
    const width = Math.min(cellWidth, cellHeight * shape.maxAspect);
    const height = Math.min(cellHeight, width / shape.minAspect);
    if (width * height > best.width * best.height * enough) best = { columns, rows, width, height };
  }
  return best;
}

/** As `fit`, but never with tiles too small to see: then the rows overflow the box. */
function fitReadable(count: number, box: Box, shape: Shape): Grid {
  const grid = fit(count, box, shape);
  if (grid.width >= Math.min(MIN_TILE_WIDTH, box.width)) return grid;
  const columns = Math.max(
    1,
    Math.min(count, Math.floor((box.width + shape.gap) / (MIN_TILE_WIDTH + shape.gap))),
  );
  const width = (box.width - shape.gap * (columns - 1)) / columns;
  return { columns, rows: Math.ceil(count / columns), width, height: width / (4 / 3) };
}

/** Screens take their whole cells: nothing else would stand in what they leave. */
function fitScreens(count: number, box: Box, gap: number): Grid {
  const shape = { gap, minAspect: SCREEN_ASPECT, maxAspect: SCREEN_ASPECT };
  const { columns, rows } = fit(count, box, shape);
  const width = (box.width - gap * (columns - 1)) / columns;
  return { columns, rows, width, height: (box.height - gap * (rows - 1)) / rows };
}

/** Tiles in reading order, centred in the area, a short last row too. */
function place(count: number, area: Rect, grid: Grid, gap: number): Rect[] {
  const height = grid.rows * grid.height + (grid.rows - 1) * gap;
  const top = area.top + Math.max(0, (area.height - height) / 2);
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / grid.columns);
    const inRow = Math.min(grid.columns, count - row * grid.columns);
    const rowWidth = inRow * grid.width + (inRow - 1) * gap;
    const column = index % grid.columns;
    return {
      left: area.left + (area.width - rowWidth) / 2 + column * (grid.width + gap),
      top: top + row * (grid.height + gap),
      width: grid.width,
      height: grid.height,
    };
  });
}

export interface Arrangement {
  screens: Rect[];
  people: Rect[];
  /** More than the stage's height where it has to scroll. */
  height: number;
}

/** Everybody in one grid; or, with a screen to look at, the screen large and the people beside. */
export function arrange(screens: number, people: number, stage: Box, gap: number): Arrangement {
  const whole: Rect = { left: 0, top: 0, ...stage };
  const [main, strip] = screens > 0 && people > 0 ? split(whole, screens, gap) : [whole, whole];
  const shape = { gap, ...(strip.width > strip.height ? PEOPLE : PEOPLE_TALL) };
  const arrangement = {
    screens: place(screens, main, fitScreens(screens, main, gap), gap),
    people: place(people, strip, fitReadable(people, strip, shape), gap),
  };
  const bottoms = [...arrangement.screens, ...arrangement.people].map(bottom);
  return { ...arrangement, height: Math.max(stage.height, ...bottoms) };
}

/**
 * People beside the screens: on the right of a wide stage, at the foot of a tall one. They get what
 * a screen of the usual shape leaves, and never less or more than the eye needs.
 */
function split(whole: Rect, screens: number, gap: number): [Rect, Rect] {
  if (whole.width > whole.height) {
    const left = whole.width - whole.height * SCREEN_ASPECT - gap;
    const strip = clamp(left, Math.max(whole.width * 0.18, MIN_TILE_WIDTH), whole.width * 0.35);
    const main = whole.width - strip - gap;
    return [
      { ...whole, width: main },
      { ...whole, left: main + gap, width: strip },
    ];
  }
  const wanted = (whole.width / SCREEN_ASPECT) * screens;
  const main = clamp(wanted, whole.height * 0.4, whole.height * 0.7);
  return [
    { ...whole, height: main },
    { ...whole, top: main + gap, height: whole.height - main - gap },
  ];
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

function bottom(rect: Rect): number {
  return rect.top + rect.height;
}
