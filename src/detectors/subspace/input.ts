import type { Calendar, DayCells } from "../../features/cells.ts";
import type { CountTransform, SubspaceInput } from "../../gpu/subspace.input.ts";
import type { Reason } from "../scores.ts";

/** How a column of the vectors is spoken of. */
export interface ColumnWords {
  /** `DataTool.Query`, `03:00`, `country DE`, `host H17`. */
  readonly name: string;
  /** What stands after a count and `events`: `at 03:00`, `with country DE`, `on host H17`; null where the name itself does. */
  readonly noun: string | null;
  /** Which events it counts, where they are those of one value. */
  readonly where?: NonNullable<Reason["where"]>;
}

/** What the subspace detector reads: counts along one axis, and who was there since when. */
export interface SubspaceFeatures {
  readonly cells: DayCells;
  /** Names of the columns (event types, or what the axis has), by key. */
  readonly types: readonly string[];
  /** How columns are spoken of; by default as event types. */
  readonly describe?: (key: number) => ColumnWords;
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
  /** `split`: a day is measured by the user's days of its own weekday first; `pooled`: by all alike. */
  readonly weekdays: "split" | "pooled";
}

export const subspaceDefaults: SubspaceOptions = {
  history: 30,
  minHistory: 5,
  rank: "auto",
  energy: 0.5,
  transform: "anscombe",
  weekdays: "split",
};

/** Options held to what the mathematics allows. */
function checked({ history, minHistory, rank, energy, transform }: SubspaceOptions): Omit<SubspaceOptions, "weekdays"> {
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
