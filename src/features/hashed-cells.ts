import { hashText } from "../lib/hash.ts";
import type { DayCells } from "./cells.ts";

/** The most columns that a vector of counts gets from one kind of value; more are hashed to as many. */
export const mostColumns = 1024;

/** Any number: the same value falls into the same column on every run and machine. */
const seed = 0x5ab5;

/** The column of a value among `mostColumns`. */
export const columnOf = (value: string): number => hashText(value, seed) % mostColumns;

/** Names of hashed columns, and how many of them hold more than one value. */
export interface HashedLabels {
  readonly labels: readonly string[];
  /** By column: the value, where it is the only one in it. */
  readonly only: readonly (string | null)[];
  /** Columns that hold more than one value. */
  readonly shared: number;
}

/** Names each column by the two of its values that have the most events, and by how many more there are. */
export function hashedLabels(names: readonly string[], column: Int32Array, events: Float64Array): HashedLabels {
  const held: number[][] = Array.from({ length: mostColumns }, () => []);
  column.forEach((at, i) => {
    held[at]!.push(i);
  });
  for (const values of held) values.sort((a, b) => events[b]! - events[a]! || (names[a]! < names[b]! ? -1 : 1));
  const labels = held.map((values) => {
    const [first, second] = values.map((i) => names[i]!);
    if (second === undefined) return first ?? "nothing";
    const more = values.length - 2;
    return more > 0 ? `${first}, ${second} or one of ${more} more` : `${first} or ${second}`;
  });
  return {
    labels,
    only: held.map((values) => (values.length === 1 ? names[values[0]!]! : null)),
    shared: held.filter((values) => values.length > 1).length,
  };
}

/** Cells whose keys are dealt out anew (`column[key]`); counts of an actor's day that meet in one column are added up. Plain, not signed: counts stay counts, which the transform needs. */
export function hashCells({ rowStart, day, key, n }: DayCells, column: Int32Array): DayCells {
  const sums = new Float64Array(mostColumns);
  const out = {
    rowStart: new Int32Array(rowStart.length),
    day: new Int32Array(day.length),
    key: new Int32Array(day.length),
    n: new Float32Array(day.length),
  };
  let size = 0;
  for (let actor = 0; actor + 1 < rowStart.length; actor++) {
    const end = rowStart[actor + 1]!;
    for (let row = rowStart[actor]!; row < end; ) {
      const today = day[row]!;
      const used: number[] = [];
      for (; row < end && day[row] === today; row++) {
        const at = column[key[row]!]!;
        if (sums[at] === 0) used.push(at);
        sums[at] = sums[at]! + n[row]!;
      }
      for (const at of used.sort((a, b) => a - b)) {
        out.day[size] = today;
        out.key[size] = at;
        out.n[size++] = sums[at]!;
        sums[at] = 0;
      }
    }
    out.rowStart[actor + 1] = size;
  }
  return {
    rowStart: out.rowStart,
    day: out.day.slice(0, size),
    key: out.key.slice(0, size),
    n: out.n.slice(0, size),
  };
}
