import type { ActionGraph } from "./graph.ts";
import { describeCell, nearHours } from "./norms.ts";
import type { GraphState } from "./run.ts";

/** A normal root that is nearest to one in the embedding, and how the two differ. */
export interface NearestRoot {
  /** Action and actor codes of the normal root. */
  readonly action: number;
  readonly actor: number;
  /** Distance of the two unit vectors, 0 … 2. */
  readonly distance: number;
  /** What the normal one has around it and this one lacks, and the reverse, in words. */
  readonly lacks: readonly string[];
  readonly has: readonly string[];
}

/**
 * The nearest normal roots of the same type: the actor's own, and another actor's. Normal are the history's roots of the run.
 * @returns null for what there is none of
 */
export function nearestRoots(
  { graph, action, pool, contexts, embedding }: GraphState,
  root: number,
  { most = 3 } = {},
): { own: NearestRoot | null; other: NearestRoot | null } {
  const row = action.lastIndexOf(root);
  const none = { own: null, other: null };
  if (row < 0) return none;
  const { dim, values } = embedding;
  const best = { own: { row: -1, square: Infinity }, other: { row: -1, square: Infinity } };
  for (let at = 0; at < pool.history.length; at++) {
    const candidate = action[at]!;
    if (candidate === root || graph.type[candidate] !== graph.type[root]) continue;
    let square = 0;
    for (let d = 0; d < dim; d++) square += (values[at * dim + d]! - values[row * dim + d]!) ** 2;
    const side = graph.actor[candidate] === graph.actor[root] ? best.own : best.other;
    if (square >= side.square) continue;
    side.row = at;
    side.square = square;
  }
  const found = ({ row: at, square }: { row: number; square: number }): NearestRoot | null => {
    if (at < 0) return null;
    const here = nearCells(contexts, row);
    const there = nearCells(contexts, at);
    const subject = subjectWord(graph, root);
    const words = (cells: Iterable<number>, other: ReadonlySet<number>): string[] => {
      const types = new Map<number, number>();
      for (const cell of cells) if (!other.has(cell)) types.set(Math.floor(cell / 3), cell);
      return [...types.values()]
        .slice(0, most)
        .map((cell) => `${describeCell(graph, cell, subject)} within ${nearHours} h`);
    };
    return {
      action: action[at]!,
      actor: graph.actor[action[at]!]!,
      distance: Math.sqrt(square),
      lacks: words(there, here),
      has: words(here, there),
    };
  };
  return { own: found(best.own), other: found(best.other) };
}

/** The cells that a root has within `nearHours`. */
function nearCells({ rowStart, cell, closest }: GraphState["contexts"], row: number): Set<number> {
  const cells = new Set<number>();
  for (let i = rowStart[row]!; i < rowStart[row + 1]!; i++) if (closest[i]! <= nearHours) cells.add(cell[i]!);
  return cells;
}

/** The kind of a root's first subject, `subject` where it has none. */
export function subjectWord(graph: ActionGraph, action: number): string {
  for (let ref = graph.refStart[action]!; ref < graph.refStart[action + 1]!; ref++) {
    if (graph.refSubject[ref] === 1) return graph.entityTypes[graph.nodeType[graph.refNode[ref]!]!]!;
  }
  return "subject";
}
