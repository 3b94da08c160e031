import { type Contexts, contextSets } from "./contexts.ts";
import type { ActionGraph } from "./graph.ts";

/** Hours around a root within which an action counts as near it. */
export const nearHours = 2;

/** What the contexts of many roots have in common, by cell (`action type × 3 + set`). */
export interface Norms {
  /** Roots that were counted. */
  readonly count: number;
  /** Share of roots with an action of the cell within `nearHours`. */
  near(cell: number): number;
  /** Share of roots with at least `n` actions of the cell in their subgraph. */
  atLeast(cell: number, n: number): number;
  /** Cells that any of the roots has. */
  readonly cells: readonly number[];
}

/** Reads the norms off the given rows. */
export function normsOf(contexts: Contexts, rows: Int32Array): Norms {
  const near = new Map<number, number>();
  const counts = new Map<number, number[]>();
  for (const row of rows) {
    for (let i = contexts.rowStart[row]!; i < contexts.rowStart[row + 1]!; i++) {
      const cell = contexts.cell[i]!;
      if (contexts.closest[i]! <= nearHours) near.set(cell, (near.get(cell) ?? 0) + 1);
      const seen = counts.get(cell);
      if (seen) seen.push(contexts.n[i]!);
      else counts.set(cell, [contexts.n[i]!]);
    }
  }
  const count = rows.length;
  return {
    count,
    near: (cell) => (near.get(cell) ?? 0) / Math.max(1, count),
    atLeast: (cell, n) => (counts.get(cell) ?? []).filter((seen) => seen >= n).length / Math.max(1, count),
    cells: [...counts.keys()],
  };
}

/** What a cell stands for, in words: `Ticket.View of this customer`. */
export function describeCell(graph: ActionGraph, cell: number, subject: string): string {
  const set = contextSets[cell % 3]!;
  const whose = { actor: "by this actor", subject: `of this ${subject}`, both: `of this ${subject} by this actor` }[
    set
  ];
  return `${graph.types[Math.floor(cell / 3)]} ${whose}`;
}
