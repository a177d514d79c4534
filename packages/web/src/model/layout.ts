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

/** Below this a face is no longer one; those who find no place stand on the next page. */
const MIN_TILE: Box = { width: 128, height: 96 };

/** More faces than this on one page nobody looks at, however large the wall. */
const MOST_ON_WALL = 25;
/** Fingers are large, and so is the cost of decoding for a phone. */
const MOST_ON_PHONE = 4;
const PHONE_WIDTH = 480;

/** Cameras are mostly wide. On a tall stage, such as a phone's, cutting their sides is worth it. */
const PEOPLE = { minAspect: 4 / 3, maxAspect: 16 / 9 };
const PEOPLE_TALL = { minAspect: 3 / 4, maxAspect: 16 / 9 };
/** Most screens have this shape; those that have not are fitted into it whole. */
const SCREEN_ASPECT = 16 / 9;

/** On a wide stage a few people look better side by side than stacked, even a little smaller. */
const SIDE_BY_SIDE = 0.9;
const FEW = 4;

/** The grid with the largest tiles. `width` and `height` are those of one tile. */
export function fit(count: number, box: Box, shape: Shape): Grid {
  const enough = count <= FEW && box.width > box.height ? SIDE_BY_SIDE : 1;
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

/** How many tiles one page has room for: at least one, however small the area. */
export function capacity(area: Box, gap: number, most: number): number {
  const along = (length: number, least: number) => Math.floor((length + gap) / (least + gap));
  const cells = along(area.width, MIN_TILE.width) * along(area.height, MIN_TILE.height);
  return Math.max(1, Math.min(cells, most));
}

export interface Wanted {
  /** Tiles that stand large: shared screens, pinned ones, whoever speaks. */
  featured: number;
  /** All others: the grid, or the strip beside what stands large. */
  others: number;
  /** Which page of the others is asked for, from 0. */
  page: number;
}

export interface Arrangement {
  /** Of every featured tile; they have no pages. */
  featured: Rect[];
  /** Which of the others are on this page: from `first` on, one for each of `places`. */
  first: number;
  places: Rect[];
  page: number;
  pages: number;
  /** How many of the others a full page holds. */
  perPage: number;
}

/** Everybody in one grid; or, with something to look at, that large and the others beside. */
export function arrange({ featured, others, page }: Wanted, stage: Box, gap: number): Arrangement {
  const whole: Rect = { left: 0, top: 0, ...stage };
  const phone = isPhone(stage);
  const [main, strip] =
    featured > 0 && others > 0 ? split(whole, featured, gap, phone) : [whole, whole];
  // A strip beside a wide stage is tall, and its tiles are too small to lose their sides.
  const tall = stage.height >= stage.width && strip.height >= strip.width;
  const shape = { gap, ...(tall ? PEOPLE_TALL : PEOPLE) };
  const most = phone ? MOST_ON_PHONE : MOST_ON_WALL;
  const perPage = fullPage(others, capacity(strip, gap, most), strip, shape);
  const pages = Math.max(1, Math.ceil(others / perPage));
  const shown = clamp(page, 0, pages - 1);
  const first = shown * perPage;
  // A last page that is not full keeps the size of the others: tiles would jump otherwise.
  const grid = fit(Math.min(others, perPage), strip, shape);
  return {
    featured: place(featured, main, fitFeatured(featured, main, gap), gap),
    first,
    places: place(Math.min(perPage, others - first), strip, grid, gap),
    page: shown,
    pages,
    perPage,
  };
}

/** Where there are further pages, rows are full: the few of a last one stand on the next page. */
function fullPage(count: number, most: number, area: Box, shape: Shape): number {
  if (count <= most) return most;
  const { columns } = fit(most, area, shape);
  return Math.max(columns, most - (most % columns));
}

/** What stands large takes its whole cell: nothing else would stand in what it leaves. */
function fitFeatured(count: number, box: Box, gap: number): Grid {
  const shape = { gap, minAspect: SCREEN_ASPECT, maxAspect: SCREEN_ASPECT };
  const { columns, rows } = fit(count, box, shape);
  const width = (box.width - gap * (columns - 1)) / columns;
  return { columns, rows, width, height: (box.height - gap * (rows - 1)) / rows };
}

/** Tiles in reading order, centred in the area, a short last row too. */
function place(count: number, area: Rect, grid: Grid, gap: number): Rect[] {
  const rows = Math.min(grid.rows, Math.ceil(count / grid.columns));
  const height = rows * grid.height + (rows - 1) * gap;
  const top = area.top + Math.max(0, (area.height - height) / 2);
  return Array.from({ length: Math.max(0, count) }, (_, index) => {
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

/**
 * People beside what stands large: on the right of a wide stage, at the foot of a tall one. They get
 * what a screen of the usual shape leaves, and never less or more than the eye needs.
 */
function split(whole: Rect, featured: number, gap: number, phone: boolean): [Rect, Rect] {
  if (whole.width > whole.height) {
    const left = whole.width - whole.height * SCREEN_ASPECT - gap;
    const least = Math.max(whole.width * 0.16, MIN_TILE.width);
    const strip = clamp(left, least, whole.width * 0.35);
    const main = whole.width - strip - gap;
    return [
      { ...whole, width: main },
      { ...whole, left: main + gap, width: strip },
    ];
  }
  const wanted = (whole.width / SCREEN_ASPECT) * featured;
  // A face fills a phone's height better than a screen does; two rows of others stay in sight.
  const main = clamp(wanted, whole.height * (phone ? 0.5 : 0.4), whole.height * 0.7);
  return [
    { ...whole, height: main },
    { ...whole, top: main + gap, height: whole.height - main - gap },
  ];
}

/** Alone with one other on a phone, that one has the whole stage; oneself stands in its corner. */
const CORNER_SHARE = 0.3;
const CORNER_ASPECT = 3 / 4;

export function isPhone(stage: Box): boolean {
  return Math.min(stage.width, stage.height) < PHONE_WIDTH;
}

/** The corner of a phone's stage for one's own small tile. */
export function corner(stage: Box, gap: number): Rect {
  const tall = stage.height >= stage.width;
  const aspect = tall ? CORNER_ASPECT : 1 / CORNER_ASPECT;
  const height = Math.min(stage.height, stage.width / aspect) * CORNER_SHARE;
  const width = height * aspect;
  return { left: stage.width - width - gap, top: gap, width, height };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
