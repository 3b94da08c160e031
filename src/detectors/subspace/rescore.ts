import { blockOf } from "../../features/blocks.ts";
import { weekday } from "../../features/calendar.ts";
import type { Calendar } from "../../features/cells.ts";
import { subspaceRange } from "../../gpu/subspace.cpu.ts";
import { followOn } from "./follow-on.ts";
import { type SubspaceFeatures, type SubspaceOptions, subspaceDefaults, subspaceInput } from "./input.ts";
import { type ErrorScale, scaledError, usualLevels } from "./scale.ts";
import { daySizes, ownDays } from "./windows.ts";

/**
 * The subspace's score of the one day of one user's features (see `soloDay`), by the run's options and scale: what `scoreSubspace` gives for
 * that day. Null where there is too little history, or nothing on the day.
 * @param scored the run's scored days, of which it is one
 */
export function rescoreSubspace(
  solo: SubspaceFeatures,
  options: Partial<SubspaceOptions>,
  { scale, scored }: { readonly scale: ErrorScale; readonly scored: Calendar["scored"] },
): number | null {
  const { history } = { ...subspaceDefaults, ...options };
  const { from } = solo.calendar.scored;
  const block = blockOf(scored, Math.max(1, Math.floor(history)), from);
  if (!block) return null;
  const features = followOn(solo, block.to, from);
  const input = subspaceInput(features, options);
  const { weekdays } = { ...subspaceDefaults, ...options };
  const day = input.to;
  const sizes = daySizes(input);
  const size = sizes.size[day - sizes.start]!;
  const rows = subspaceRange(input, 0, 1);
  const n = rows.history[0]!;
  if (n < input.minHistory || n === 0 || !(size > 0)) return null;
  const weekdayOf = Uint8Array.from(features.calendar.days, weekday);
  const own = ownDays(sizes, weekdayOf, { user: 0, before: day, loo: rows.loo.subarray(0, n) });
  return scaledError(scale, rows.spe[0]!, size) / usualLevels(own, scale, weekdays)(weekdayOf[day]!);
}
