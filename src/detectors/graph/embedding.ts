import type { Contexts } from "./contexts.ts";

/** How contexts become vectors: fitted once on natural roots, then applied to every root alike. */
export interface EmbeddingShape {
  /** The cells (`action type × 3 + set`) that have columns: three each, for count, earliest and latest offset. */
  readonly cells: Int32Array;
  readonly dim: number;
  /** One over the root mean square of each column, over the fitted roots that have its cell. */
  readonly columnScale: Float32Array;
}

/** Embedded roots: `Float32Array`, roots × dim, row-major, every row of length one (or zero, where a root has no context). */
export interface Embedding {
  readonly count: number;
  readonly dim: number;
  readonly values: Float32Array;
}

/** sign(x)·log(1 + |x|). */
export const signedLog = (x: number): number => Math.sign(x) * Math.log1p(Math.abs(x));

const bytesOfCell = 3 * Float32Array.BYTES_PER_ELEMENT;
const bytesOfAll = 200 * 2 ** 20;

/** Cells that may have columns where so many roots are embedded: what 200 MiB hold of them, 64 at the least, and no more than 256, since a classifier's time grows with them. */
export const mostCells = (roots: number): number =>
  Math.min(256, Math.max(64, Math.floor(bytesOfAll / (bytesOfCell * Math.max(1, roots)))));

/** Chooses the columns and scales them. Cells that occur in no subgraph have none; past `maxCells` the most frequent stay. */
export function fitEmbedding(contexts: Contexts, { maxCells = mostCells(contexts.count) } = {}): EmbeddingShape {
  const frequency = new Map<number, number>();
  for (const cell of contexts.cell) frequency.set(cell, (frequency.get(cell) ?? 0) + 1);
  const cells = Int32Array.from(
    [...frequency]
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
      .slice(0, maxCells)
      .map(([cell]) => cell),
  ).sort();
  const dim = cells.length * 3;
  const squares = new Float64Array(dim);
  const columnOf = columnsOf(cells);
  for (let i = 0; i < contexts.cell.length; i++) {
    const column = columnOf.get(contexts.cell[i]!);
    if (column === undefined) continue;
    squares[column]! += signedLog(contexts.n[i]!) ** 2;
    squares[column + 1]! += signedLog(contexts.first[i]!) ** 2;
    squares[column + 2]! += signedLog(contexts.last[i]!) ** 2;
  }
  const columnScale = Float32Array.from(squares, (sum, column) =>
    sum > 0 ? Math.sqrt(frequency.get(cells[Math.floor(column / 3)]!)! / sum) : 0,
  );
  return { cells, dim, columnScale };
}

/**
 * The handcrafted embedding (METHODS 4): signed logs of count, earliest and latest offset in hours.
 *
 * Columns are scaled to weigh alike (counts are small beside offsets). Then each root's part of each set is scaled to length
 * one, or stays zero where the set is empty, and last the whole row: so the actor's part, which everybody has, can't drown the
 * two others, and two roots that lack the same context are near each other.
 */
export function embed(contexts: Contexts, { cells, dim, columnScale }: EmbeddingShape): Embedding {
  const columnOf = columnsOf(cells);
  const values = new Float32Array(contexts.count * dim);
  const squares = new Float64Array(3);
  for (let row = 0; row < contexts.count; row++) {
    const base = row * dim;
    const from = contexts.rowStart[row]!;
    const to = contexts.rowStart[row + 1]!;
    squares.fill(0);
    for (let i = from; i < to; i++) {
      const cell = contexts.cell[i]!;
      const column = columnOf.get(cell);
      if (column === undefined) continue;
      values[base + column] = columnScale[column]! * signedLog(contexts.n[i]!);
      values[base + column + 1] = columnScale[column + 1]! * signedLog(contexts.first[i]!);
      values[base + column + 2] = columnScale[column + 2]! * signedLog(contexts.last[i]!);
      for (let at = base + column; at < base + column + 3; at++) squares[cell % 3]! += values[at]! ** 2;
    }
    const sets = squares.reduce((sum, square) => sum + (square > 0 ? 1 : 0), 0);
    for (let i = from; i < to; i++) {
      const column = columnOf.get(contexts.cell[i]!);
      if (column === undefined) continue;
      const length = Math.sqrt(squares[contexts.cell[i]! % 3]! * sets);
      for (let at = base + column; at < base + column + 3; at++) values[at]! /= length;
    }
  }
  return { count: contexts.count, dim, values };
}

const columnsOf = (cells: Int32Array): Map<number, number> => new Map(Array.from(cells, (cell, i) => [cell, i * 3]));

/** The given rows of an embedding. */
export function takeRows({ dim, values }: Embedding, rows: Int32Array): Embedding {
  const taken = new Float32Array(rows.length * dim);
  for (let i = 0; i < rows.length; i++) taken.set(values.subarray(rows[i]! * dim, (rows[i]! + 1) * dim), i * dim);
  return { count: rows.length, dim, values: taken };
}

/** The rows from `from` to `to` of an embedding, in the same memory. */
export const rowsBetween = ({ dim, values }: Embedding, from: number, to: number): Embedding => ({
  count: to - from,
  dim,
  values: values.subarray(from * dim, to * dim),
});

/** The rows of two embeddings of one space, one after the other. */
export function joinRows(first: Embedding, second: Embedding): Embedding {
  const values = new Float32Array(first.values.length + second.values.length);
  values.set(first.values);
  values.set(second.values, first.values.length);
  return { count: first.count + second.count, dim: first.dim, values };
}
