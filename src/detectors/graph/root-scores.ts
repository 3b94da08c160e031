import type { Scores } from "../scores.ts";
import { fewestRoots } from "./pool.ts";
import type { GraphState } from "./run.ts";

type Rows = Pick<GraphState, "graph" | "day" | "pool" | "action">;

/** Why no classifier can rank a run's roots; null where one can. */
export function whyNoSmr(
  { graph, pool, action }: Rows,
  { roots, learnt, fitOnly }: { roots: readonly string[] | null; learnt: number; fitOnly: boolean },
): string | null {
  if (roots ? roots.length === 0 : !graph.rootType.includes(1))
    return "no event type is marked as a root: name some as roots in the mapping or in the graph cell";
  if (pool.scored.length === 0 && !fitOnly)
    return "no action of a root type lies in the scored window: choose other days with from and to, or other roots";
  if (action.length < fewestRoots)
    return `only ${action.length} ${action.length === 1 ? "root" : "roots"} to learn from, and ${fewestRoots} are needed: name more types as roots, or import more days`;
  const first = graph.actor[action[0]!];
  if (action.subarray(0, learnt).every((root) => graph.actor[root] === first))
    return "all roots are one actor's, and no model may judge an actor that it learnt from: name other roots, or import more actors";
  return null;
}

/** The scores of a ranking that could not be made, with the reason. */
export function noScores(state: Rows, detector: string, reason: string): Scores {
  const none = new Int32Array();
  return {
    detector,
    actor: none,
    day: none,
    action: none,
    score: new Float64Array(),
    null: new Float64Array(),
    nullActor: none,
    nullDay: none,
    drawn: state.pool.drawn,
    weight: 1,
    unscored: [{ reason, count: state.pool.scored.length }],
    backend: "cpu",
  };
}

/** A run's values as scores: the window's rows are scored, the history's are their null, without the actions of `except`. */
export function scoresOf(
  { graph, day, pool, action }: Rows,
  detector: string,
  value: Float64Array,
  { backend = "cpu", except = new Set<number>() }: { backend?: string; except?: ReadonlySet<number> } = {},
): Scores {
  const isKept = (row: number): boolean => !except.has(action[row]!);
  const all = Int32Array.from(action.keys());
  const before = all.subarray(0, pool.history.length).filter(isKept);
  const items = all.subarray(pool.history.length).filter(isKept);
  const calm = before.length < fewestRoots ? items : before;
  return {
    detector,
    actor: items.map((row) => graph.actor[action[row]!]!),
    day: items.map((row) => day[action[row]!]!),
    action: items.map((row) => action[row]!),
    score: Float64Array.from(items, (row) => value[row]!),
    null: Float64Array.from(calm, (row) => value[row]!),
    nullActor: calm.map((row) => graph.actor[action[row]!]!),
    nullDay: calm.map((row) => day[action[row]!]!),
    drawn: pool.drawn,
    ...(before.length < fewestRoots ? {} : { undrawn: pool.undrawn }),
    weight: 1,
    unscored: [],
    backend,
  };
}
