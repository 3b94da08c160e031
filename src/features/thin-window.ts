import { isoDay } from "./calendar.ts";
import type { Calendar } from "./cells.ts";

/** Scored days on which next to nothing happened, and fuller ones that could be scored instead. */
export interface ThinWindow {
  /** Events of the scored days, and of as many days of the log on the average. */
  readonly events: number;
  readonly usual: number;
  /** First and last of the fuller days, ISO local days. */
  readonly from: string;
  readonly to: string;
}

/** A window with less than this share of what is usual says little of the log. */
const least = 0.1;

/**
 * Whether a log runs out before the days that are scored, as exports of old tickets do; null where it doesn't, or nobody counted its days.
 * The fuller days are the last as many that hold what is usual, with `history` days before them where there are such.
 */
export function thinWindow({ days, scored, events: byDay }: Calendar, history = 30): ThinWindow | null {
  const width = scored.to - scored.from + 1;
  if (!byDay || days.length < 4 * width) return null;
  const upTo = new Float64Array(days.length + 1);
  byDay.forEach((n, at) => {
    upTo[at + 1] = upTo[at]! + n;
  });
  const inWindow = (from: number): number => upTo[from + width]! - upTo[from]!;
  const usual = (upTo[days.length]! * width) / days.length;
  const events = inWindow(scored.from);
  if (events >= least * usual) return null;
  const full = [...days.keys()].filter((from) => from + width <= days.length && inWindow(from) >= usual);
  const best = full.findLast((from) => from >= history) ?? full.at(-1);
  if (best === undefined) return null;
  return { events, usual: Math.round(usual), from: isoDay(days[best]!), to: isoDay(days[best + width - 1]!) };
}
