import { UserError } from "../lib/errors.ts";
import type { Calendar } from "./cells.ts";

/** Days since 1970-01-01 of an ISO date. @throws UserError where it is none */
function dayNumber(iso: string): number {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(iso) ? Date.parse(`${iso}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(ms)) throw new UserError(`${iso} is not a date.`, { next: "Write it as 2024-03-31." });
  return ms / 86_400_000;
}

/** ISO date of a day since 1970-01-01. */
export const isoDay = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

/** Monday 0 … Sunday 6 of a day since 1970-01-01 (a Thursday). */
export const weekday = (day: number): number => (((day + 3) % 7) + 7) % 7;

/**
 * The tenant's days and the part of them that is scored: by default the last seven that have data.
 * @throws UserError when no day with data lies between `from` and `to` (ISO local days)
 */
export function makeCalendar(
  days: Int32Array,
  { zone, from, to }: { zone: string; from: string | null; to: string | null },
): Calendar {
  const first = days[0];
  const last = days.at(-1);
  if (first === undefined || last === undefined)
    throw new UserError("There is no event to score.", { next: "Import a log, or ignore fewer actors." });
  const low = from === null ? Number.NEGATIVE_INFINITY : dayNumber(from);
  const high = to === null ? Number.POSITIVE_INFINITY : dayNumber(to);
  let end = days.length - 1;
  while (end >= 0 && days[end]! > high) end--;
  let start = from === null ? Math.max(0, end - 6) : 0;
  while (start <= end && days[start]! < low) start++;
  if (end < 0 || start > end)
    throw new UserError(`No day with data lies between ${from ?? "the first day"} and ${to ?? "the last day"}.`, {
      next: `The data spans ${isoDay(first)} to ${isoDay(last)}.`,
    });
  return { zone, days, silent: last - first + 1 - days.length, scored: { from: start, to: end } };
}
