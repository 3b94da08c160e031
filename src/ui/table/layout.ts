import type { CellValue } from "../../engine/api/tables.ts";
import type { Column, Row } from "../row-source.ts";
import { shownText } from "./shown.ts";

/** So many columns are shown at first; the rest waits in the list of columns. */
export const mostShown = 200;
const narrowest = 56;
const widest = 1200;
const character = 7.3;
const padding = 26;

/** Which columns are shown, in which order and how wide (px), by name. */
export interface Layout {
  readonly order: readonly string[];
  readonly hidden: ReadonlySet<string>;
  readonly widths: ReadonlyMap<string, number>;
}

/** Columns as they come, past the first 200 hidden. */
export const layoutOf = (columns: readonly Column[]): Layout => ({
  order: columns.map(({ name }) => name),
  hidden: new Set(columns.slice(mostShown).map(({ name }) => name)),
  widths: new Map(),
});

/** The columns to show, in order. */
export function shownColumns(columns: readonly Column[], { order, hidden }: Layout): Column[] {
  const byName = new Map(columns.map((column) => [column.name, column]));
  return order.flatMap((name) => (hidden.has(name) ? [] : (byName.get(name) ?? [])));
}

/** Moves a column by so many places among those that are shown. */
export function moved(layout: Layout, name: string, by: number): Layout {
  const shown = layout.order.filter((one) => !layout.hidden.has(one));
  const from = shown.indexOf(name);
  const to = Math.max(0, Math.min(shown.length - 1, from + by));
  const beside = shown[to];
  if (from < 0 || to === from || beside === undefined) return layout;
  const others = layout.order.filter((one) => one !== name);
  return { ...layout, order: others.toSpliced(others.indexOf(beside) + Number(to > from), 0, name) };
}

/** Shows or hides a column; the last one that is shown stays. */
export function toggled(layout: Layout, name: string): Layout {
  const hidden = new Set(layout.hidden);
  if (!hidden.delete(name)) hidden.add(name);
  return hidden.size < layout.order.length ? { ...layout, hidden } : layout;
}

/** Makes a column so wide, within bounds; px. */
export const resized = (layout: Layout, name: string, width: number): Layout => ({
  ...layout,
  widths: new Map(layout.widths).set(name, Math.round(Math.max(narrowest, Math.min(widest, width)))),
});

/** Gives columns without a width one that holds their name and the values in view; px. */
export function fitted(layout: Layout, columns: readonly Column[], rows: readonly Row[]): Layout {
  const widths = new Map(layout.widths);
  columns.forEach((column, i) => {
    if (!widths.has(column.name))
      widths.set(
        column.name,
        widthOf(
          column,
          rows.map((row) => row[i] ?? null),
        ),
      );
  });
  return { ...layout, widths };
}

function widthOf({ name, type }: Column, values: readonly CellValue[]): number {
  const most = type === "text" || type === "other" ? 60 : 30;
  const longest = values.reduce<number>((length, value) => Math.max(length, shownText(value, type).length), 0);
  return Math.ceil(Math.min(most, Math.max(longest, name.length + 4, 9)) * character + padding);
}

/** Which columns lie in a stretch of the table, from `left` on, `width` px long: the first, and the one after the last. */
export function columnsIn(widths: readonly number[], left: number, width: number): readonly [number, number] {
  let at = 0;
  let first = widths.length;
  let end = widths.length;
  for (const [i, one] of widths.entries()) {
    if (at + one > left && first === widths.length) first = i;
    if (at >= left + width) {
      end = i;
      break;
    }
    at += one;
  }
  return [Math.min(first, end), end];
}
