import type { Calendar } from "../../features/cells.ts";
import { type SubspaceFeatures, type SubspaceOptions, subspaceDefaults } from "./input.ts";
import { judgeDay } from "./one-day.ts";
import { type ErrorScale, scaledError, usualLevels } from "./scale.ts";

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
  const found = judgeDay(solo, options, { day: solo.calendar.scored.from, scored });
  if (!found) return null;
  const { weekdays } = { ...subspaceDefaults, ...options };
  const { rows, own, size, weekday } = found;
  return scaledError(scale, rows.spe[0]!, size) / usualLevels(own, scale, weekdays)(weekday);
}
