import { weekday } from "../../features/calendar.ts";
import type { SubspaceInput } from "../../gpu/subspace.input.ts";
import { sortedMedian } from "./median.ts";

const names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

/** How many times busier or quieter a weekday has to be than the other days to be spoken of. */
const notable = 3;
/** Days of a weekday that there have to be before. */
const fewest = 2;

/**
 * What the day's weekday is like for the input's one user, as a sentence: `A Saturday; the 4 Saturdays before had no events.` Null where that weekday is
 * like the others, or there were too few before. A day is as busy
 * as its largest count: an event that is counted by type, hour and place counts once.
 */
export function weekdayWords(
  input: Pick<SubspaceInput, "day" | "n">,
  days: Int32Array,
  { day, n }: { readonly day: number; readonly n: number },
): string | null {
  const largest = new Float64Array(n);
  for (let row = 0; row < input.day.length; row++) {
    const at = input.day[row]! - (day - n);
    if (at >= 0 && at < n) largest[at] = Math.max(largest[at]!, input.n[row]!);
  }
  const today = weekday(days[day]!);
  const isSame = (_: number, i: number) => weekday(days[day - n + i]!) === today;
  const same = largest.filter(isSame).sort();
  const others = largest.filter((count, i) => !isSame(count, i)).sort();
  if (same.length < fewest || others.length < fewest) return null;
  const usual = sortedMedian(same);
  const otherwise = sortedMedian(others);
  const name = names[today]!;
  const before = `A ${name}; the ${same.length} ${name}s before`;
  if (same.at(-1) === 0 && otherwise > 0) return `${before} had no events.`;
  if (usual >= notable * Math.max(1, otherwise)) return `${before} were busier than the user’s other days.`;
  if (otherwise >= notable * Math.max(1, usual)) return `${before} were quieter than the user’s other days.`;
  return null;
}
