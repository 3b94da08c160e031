/** Height of a row, px. */
export const rowHeight = 28;
/** The tallest that a table's rows are laid out: Chromium stops at 33,554,428 px, other browsers earlier. */
export const mostPixels = 8_000_000;

/** A table's length in rows and the height in which they are seen, px. */
export interface Scrolled {
  readonly total: number;
  readonly viewport: number;
}

/** Height of all rows as they are laid out, px. */
export const spaceOf = (total: number): number => Math.min(total * rowHeight, mostPixels);

/** Whether a pixel of scrolling is more than a pixel of rows. */
export const isScaled = (total: number): boolean => total * rowHeight > mostPixels;

/** The last row that can be at the top; fractional, as rows at the top may be cut. */
export const lastTop = ({ total, viewport }: Scrolled): number => Math.max(0, total - viewport / rowHeight);

/** Which row is at the top when the rows are scrolled so far. */
export function rowAt(scrollTop: number, of: Scrolled): number {
  if (!isScaled(of.total)) return Math.max(0, Math.min(lastTop(of), scrollTop / rowHeight));
  const reach = mostPixels - of.viewport;
  return Math.max(0, Math.min(1, scrollTop / reach)) * lastTop(of);
}

/** How far the rows are scrolled when a row is at the top: `rowAt` turned around. */
export function scrollTopOf(row: number, of: Scrolled): number {
  const within = Math.max(0, Math.min(lastTop(of), row));
  if (!isScaled(of.total)) return within * rowHeight;
  return (within / lastTop(of)) * (mostPixels - of.viewport);
}

/** The row to bring to the top so that `row` is wholly in view, the least way from `top`. */
export function topToShow(row: number, top: number, { viewport }: Scrolled): number {
  const inView = viewport / rowHeight;
  if (row < top) return row;
  return row + 1 > top + inView ? row + 1 - inView : top;
}

/** How many rows a wheel's movement is. `mode` is `WheelEvent.deltaMode`: pixels, lines or pages. */
export function wheelRows(delta: number, mode: number, viewport: number): number {
  if (mode === 1) return delta;
  return mode === 2 ? delta * (viewport / rowHeight) : delta / rowHeight;
}
