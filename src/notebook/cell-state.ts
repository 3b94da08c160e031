import type { Progress } from "../lib/job.ts";
import type { CellResult } from "./kinds/kind.ts";

/** Where a cell stands. `stale`: never run, or it or a cell that it reads was edited since its result was made. */
export interface CellState {
  readonly status: "stale" | "waiting" | "running" | "done" | "failed";
  readonly result: CellResult | null;
  readonly error: { readonly message: string; readonly isCancelled: boolean } | null;
  readonly progress: Progress | null;
  /** What its last run took; null before its first. */
  readonly milliseconds: number | null;
}

export const fresh: CellState = { status: "stale", result: null, error: null, progress: null, milliseconds: null };

const staleTwins = new WeakMap<CellState, CellState>();

/** The state as that of a stale cell: always the same object for the same state. */
export function asStale(state: CellState): CellState {
  const twin = staleTwins.get(state) ?? { ...state, status: "stale" };
  staleTwins.set(state, twin);
  return twin;
}
