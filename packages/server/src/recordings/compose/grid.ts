/** Where a tile lies in a picture, in pixels. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** So many tiles of one shape, as large as they can be, in rows; the last row in the middle. */
export function gridOf(count: number, width: number, height: number): Box[] {
  const columns = Math.ceil(Math.sqrt(count));
  const rows = Math.ceil(count / columns);
  // Encoders want even numbers.
  const tile = { width: even(width / columns), height: even(height / rows) };
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / columns);
    const inRow = Math.min(columns, count - row * columns);
    const left = (width - inRow * tile.width) / 2;
    const x = even(left + (index % columns) * tile.width);
    return { x, y: row * tile.height, ...tile };
  });
}

function even(pixels: number): number {
  return Math.floor(pixels / 2) * 2;
}
