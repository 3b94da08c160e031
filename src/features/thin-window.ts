import { isoDay } from "./calendar.ts";
import type { TenantFeatures } from "./cells.ts";

/** Scored days on which next to nothing happened, and fuller ones that could be scored instead. */
export interface ThinWindow {
  /** User-days with events in the scored days, and in as many days of the log on the average. */
  readonly userDays: number;
  readonly usual: number;
  /** First and last of the fuller days, ISO local days. */
  readonly from: string;
  readonly to: string;
}

/** A window with less than this share of what is usual says little of the log. */
const least = 0.1;

/**
 * Whether a log runs out before the days that are scored, as exports of old tickets do; null where it doesn't. The fuller days are the last
 * as many that hold what is usual, with `history` days before them where there are such.
 */
export function thinWindow(
  { calendar: { days, scored }, channels }: Pick<TenantFeatures, "calendar" | "channels">,
  history = 30,
): ThinWindow | null {
  const types = channels.find(({ kind }) => kind === "type");
  const width = scored.to - scored.from + 1;
  if (!types || days.length < 4 * width) return null;
  const upTo = runningUserDays(types.cells, days.length);
  const inWindow = (from: number): number => upTo[from + width]! - upTo[from]!;
  const usual = (upTo[days.length]! * width) / days.length;
  const userDays = inWindow(scored.from);
  if (userDays >= least * usual) return null;
  const starts = Array.from({ length: days.length - width + 1 }, (_, from) => from);
  const full = starts.filter((from) => inWindow(from) >= usual);
  const best = full.findLast((from) => from >= history) ?? full.at(-1);
  if (best === undefined) return null;
  return { userDays, usual: Math.round(usual), from: isoDay(days[best]!), to: isoDay(days[best + width - 1]!) };
}

/** User-days with events before each day of the calendar; one entry more than there are days. */
function runningUserDays({ rowStart, day }: TenantFeatures["channels"][number]["cells"], days: number): Float64Array {
  const upTo = new Float64Array(days + 1);
  for (let actor = 0; actor + 1 < rowStart.length; actor++)
    for (let row = rowStart[actor]!; row < rowStart[actor + 1]!; row++)
      if (row === rowStart[actor] || day[row] !== day[row - 1]) upTo[day[row]! + 1]!++;
  for (let at = 0; at < days; at++) upTo[at + 1]! += upTo[at]!;
  return upTo;
}
