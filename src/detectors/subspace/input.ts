import type { Calendar, DayCells } from "../../features/cells.ts";
import type { CountTransform, SubspaceInput } from "../../gpu/subspace.input.ts";

/** What the subspace detector reads: the cells of the event types, and who was there since when. */
export interface SubspaceFeatures {
  /** Cells of the `type` channel. */
  readonly cells: DayCells;
  /** Names of the types, by key. */
  readonly types: readonly string[];
  readonly calendar: Calendar;
  /** Index into `calendar.days` of each actor's first seen day; −1 if never. */
  readonly firstSeen: Int32Array;
  /** 1: an actor who is left out. */
  readonly ignored: Uint8Array;
}

/** How the subspace is fitted; see METHODS.md, 3. */
export interface SubspaceOptions {
  /** Days before a scored day that judge it, at the most; zero-filled from the first seen day. */
  readonly history: number;
  /** Days of history at the least: with fewer, the day is not scored, and that is said. */
  readonly minHistory: number;
  readonly rank: "auto" | number;
  /** Share of energy that "auto" has to hold. */
  readonly energy: number;
  readonly transform: CountTransform;
}

export const subspaceDefaults: SubspaceOptions = {
  history: 30,
  minHistory: 5,
  rank: "auto",
  energy: 0.9,
  transform: "anscombe",
};

/** Options held to what the mathematics allows. */
function checked({ history, minHistory, rank, energy, transform }: SubspaceOptions): SubspaceOptions {
  const days = Math.max(1, Math.floor(history));
  return {
    history: days,
    minHistory: Math.min(days, Math.max(1, Math.floor(minHistory))),
    rank: rank === "auto" ? "auto" : Math.max(0, Math.floor(rank)),
    energy,
    transform,
  };
}

/** The kernel's input for days `from` to `to` (inclusive, indices into the calendar; the calendar's scored days by default). */
export function subspaceInput(
  { cells, types, calendar, firstSeen, ignored }: SubspaceFeatures,
  options: Partial<SubspaceOptions> = {},
  { from, to }: { readonly from: number; readonly to: number } = calendar.scored,
): SubspaceInput {
  return {
    ...checked({ ...subspaceDefaults, ...options }),
    rowStart: cells.rowStart,
    day: cells.day,
    key: cells.key,
    n: cells.n,
    keys: types.length,
    first: ignored.includes(1) ? firstSeen.map((day, actor) => (ignored[actor] ? -1 : day)) : firstSeen,
    from,
    to,
  };
}
