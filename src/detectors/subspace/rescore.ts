import { weekday } from "../../features/calendar.ts";
import { subspaceRange } from "../../gpu/subspace.cpu.ts";
import { type SubspaceFeatures, type SubspaceOptions, subspaceDefaults, subspaceInput } from "./input.ts";
import { type ErrorScale, scaledError, usualLevels } from "./scale.ts";
import { daySizes, ownDays } from "./windows.ts";

/**
 * The subspace's score of the one day of one user's features (see `soloDay`), by the run's options and scale: what `scoreSubspace` gives for
 * that day. Null where there is too little history, or nothing on the day.
 */
export function rescoreSubspace(
  features: SubspaceFeatures,
  options: Partial<SubspaceOptions>,
  scale: ErrorScale,
): number | null {
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
