import { type Contexts, contextSets } from "./contexts.ts";

/** How contexts become vectors: fitted once on natural roots, then applied to every root alike. */
export interface EmbeddingShape {
  /** The cells (`action type × 3 + set`) that have columns: three each, for count, earliest and latest offset. */
  readonly cells: Int32Array;
  readonly dim: number;
  /** What each set's columns are multiplied by. */
  readonly blockScale: readonly number[];
}

/** Embedded roots: `Float32Array`, roots × dim, row-major, every row of length one (or zero, where a root has no context). */
export interface Embedding {
  readonly count: number;
  readonly dim: number;
  readonly values: Float32Array;
}

/** sign(x)·log(1 + |x|). */
export const signedLog = (x: number): number => Math.sign(x) * Math.log1p(Math.abs(x));

/**
 * Chooses columns and block scales. Cells that occur in no subgraph have no columns; past `maxCells` the most frequent stay.
 *
 * Block scaling: the columns of a set are divided by the root mean square, over the fitted roots, of that set's part of the
 * vector, so that actor, subject and both weigh alike on average, and a root that lacks one of them still shows it.
 */
export function fitEmbedding(contexts: Contexts, { maxCells = 80 } = {}): EmbeddingShape {
  const frequency = new Map<number, number>();
  const energy = contextSets.map(() => 0);
  for (let i = 0; i < contexts.cell.length; i++) {
    const cell = contexts.cell[i]!;
    frequency.set(cell, (frequency.get(cell) ?? 0) + 1);
    energy[cell % 3]! +=
      signedLog(contexts.n[i]!) ** 2 + signedLog(contexts.first[i]!) ** 2 + signedLog(contexts.last[i]!) ** 2;
  }
  const cells = [...frequency]
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, maxCells)
    .map(([cell]) => cell)
    .sort((a, b) => a - b);
  return {
    cells: Int32Array.from(cells),
    dim: cells.length * 3,
    blockScale: energy.map((sum) => (sum > 0 ? Math.sqrt(contexts.count / sum) : 0)),
  };
}

/** The handcrafted embedding (METHODS 4): signed logs of count, earliest and latest offset in hours, scaled by block, L2-normalised. */
export function embed(contexts: Contexts, { cells, dim, blockScale }: EmbeddingShape): Embedding {
  const columnOf = new Map(Array.from(cells, (cell, i) => [cell, i * 3]));
  const values = new Float32Array(contexts.count * dim);
  for (let row = 0; row < contexts.count; row++) {
    let squares = 0;
    for (let i = contexts.rowStart[row]!; i < contexts.rowStart[row + 1]!; i++) {
      const cell = contexts.cell[i]!;
      const column = columnOf.get(cell);
      if (column === undefined) continue;
      const scale = blockScale[cell % 3]!;
      const at = row * dim + column;
      values[at] = scale * signedLog(contexts.n[i]!);
      values[at + 1] = scale * signedLog(contexts.first[i]!);
      values[at + 2] = scale * signedLog(contexts.last[i]!);
      squares += values[at]! ** 2 + values[at + 1]! ** 2 + values[at + 2]! ** 2;
    }
    if (squares === 0) continue;
    const length = Math.sqrt(squares);
    for (let at = row * dim; at < (row + 1) * dim; at++) values[at]! /= length;
  }
  return { count: contexts.count, dim, values };
}

/** The given rows of an embedding. */
export function takeRows({ dim, values }: Embedding, rows: Int32Array): Embedding {
  const taken = new Float32Array(rows.length * dim);
  for (let i = 0; i < rows.length; i++) taken.set(values.subarray(rows[i]! * dim, (rows[i]! + 1) * dim), i * dim);
  return { count: rows.length, dim, values: taken };
}
