import { seededRandom, shuffle } from "../../lib/random.ts";
import { type Drawn, isDrawn } from "../scores.ts";
import type { ActionGraph } from "./graph.ts";

/** The roots of one run, by action id, ascending. */
export interface RootPool {
  /** Every root of the scored window. */
  readonly scored: Int32Array;
  /** The roots of a draw of the user-days of the history before it: the null, and what is normal. */
  readonly history: Int32Array;
  readonly drawn: Drawn;
  /** User-days of the history that have roots and were not drawn. */
  readonly undrawn: { readonly actor: Int32Array; readonly day: Int32Array };
  /** How many roots the history has in all. */
  readonly historyTotal: number;
}

/**
 * Finds the roots: actions of a root type by actors that are not ignored, on a day of the window or of its history.
 * @param day each action's index into the calendar's days; −1 where it has none
 * @param roots names of root types; null for those that the mapping marks
 */
export function poolRoots(
  graph: ActionGraph,
  day: Int32Array,
  {
    scored,
    history,
    roots,
    maxHistory = 3000,
  }: {
    scored: { readonly from: number; readonly to: number };
    history: number;
    roots: readonly string[] | null;
    maxHistory?: number;
  },
): RootPool {
  const { inWindow, before } = findRoots(graph, day, { scored, history, roots });
  const drawn = { users: 1, days: Math.min(1, maxHistory / Math.max(1, before.length)) };
  const isIn = (action: number): boolean => isDrawn(drawn, graph.actor[action]!, day[action]!);
  const left = new Map<number, number>();
  for (const action of before)
    if (!isIn(action)) left.set(day[action]! * graph.actorCount + graph.actor[action]!, action);
  const undrawn = Int32Array.from(left.values());
  return {
    scored: inWindow,
    history: before.filter(isIn),
    drawn,
    undrawn: { actor: undrawn.map((action) => graph.actor[action]!), day: undrawn.map((action) => day[action]!) },
    historyTotal: before.length,
  };
}

/** Fewer roots than this are neither a null nor enough to learn from. */
export const fewestRoots = 20;

/** All roots of the window, and all of its history: see `poolRoots`. */
export function findRoots(
  graph: ActionGraph,
  day: Int32Array,
  {
    scored,
    history,
    roots,
  }: { scored: { readonly from: number; readonly to: number }; history: number; roots: readonly string[] | null },
): { inWindow: Int32Array; before: Int32Array } {
  const isRoot = rootTypes(graph, roots);
  const inWindow: number[] = [];
  const before: number[] = [];
  for (let action = 0; action < graph.actionCount; action++) {
    if (isRoot[graph.type[action]!] === 0 || graph.ignored[graph.actor[action]!] === 1) continue;
    const at = day[action]!;
    if (at >= scored.from && at <= scored.to) inWindow.push(action);
    else if (at >= 0 && at < scored.from && at >= scored.from - history) before.push(action);
  }
  return { inWindow: Int32Array.from(inWindow), before: Int32Array.from(before) };
}

/** 1 for the types that are roots: those named, or where none are, those that the mapping marks. */
export const rootTypes = (
  graph: Pick<ActionGraph, "types" | "rootType">,
  roots: readonly string[] | null,
): Uint8Array => (roots ? Uint8Array.from(graph.types, (type) => (roots.includes(type) ? 1 : 0)) : graph.rootType);

/** At most `most` of the values, drawn by the seed, in their order. */
export function seededSample(values: Int32Array, most: number, seed: number): Int32Array {
  if (values.length <= most) return values;
  return shuffle(values.slice(), seededRandom(seed)).slice(0, most).sort();
}
