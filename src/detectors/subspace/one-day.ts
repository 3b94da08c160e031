import { blockOf } from "../../features/blocks.ts";
import { weekday } from "../../features/calendar.ts";
import type { Calendar } from "../../features/cells.ts";
import { subspaceRange } from "../../gpu/subspace.cpu.ts";
import type { SubspaceRows } from "../../gpu/subspace.input.ts";
import { followOn } from "./follow-on.ts";
import { type SubspaceFeatures, type SubspaceOptions, subspaceDefaults, subspaceInput } from "./input.ts";
import type { OwnDays } from "./scale.ts";
import { daySizes, ownDays } from "./windows.ts";

/** A single user-day, judged by the days before its block as a run judges it. */
export interface OneDay {
  /** Its one item. */
  readonly rows: SubspaceRows;
  readonly own: OwnDays;
  /** Squared length of the day. */
  readonly size: number;
  /** Monday 0 … Sunday 6. */
  readonly weekday: number;
}

/**
 * Judges one day of the one user of these features. Null where there is too little history, or nothing on the day.
 * @param scored the run's scored days, of which it is one
 */
export function judgeDay(
  solo: SubspaceFeatures,
  options: Partial<SubspaceOptions>,
  { day, scored }: { readonly day: number; readonly scored: Calendar["scored"] },
): OneDay | null {
  const { history } = { ...subspaceDefaults, ...options };
  const block = blockOf(scored, Math.max(1, Math.floor(history)), day);
  if (!block) return null;
  const features = followOn(solo, block.to, day);
  const input = subspaceInput(features, options);
  const sizes = daySizes(input);
  const size = sizes.size[input.to - sizes.start]!;
  const rows = subspaceRange(input, 0, 1);
  const n = rows.history[0]!;
  if (n < input.minHistory || n === 0 || !(size > 0)) return null;
  const weekdayOf = Uint8Array.from(features.calendar.days, weekday);
  const own = ownDays(sizes, weekdayOf, { user: 0, before: input.to, loo: rows.loo.subarray(0, n) });
  return { rows, own, size, weekday: weekdayOf[input.to]! };
}
