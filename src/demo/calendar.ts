import { UserError } from "../lib/errors.ts";
import { offsetAt } from "../lib/zone.ts";

/** The IANA zone in which the demo company works. */
export const demoZone = "Europe/Berlin";

const daySeconds = 86_400;
const publicHolidays = new Set(["01-01", "01-06", "05-01", "08-15", "10-03", "11-01", "12-25", "12-26"]);

/** The days of the demo tenant. Times of the generator are whole seconds since `base`. */
export interface DemoCalendar {
  readonly days: number;
  /** Seconds since 1970, UTC, of the first day's local midnight. */
  readonly base: number;
  /** Local midnight of each day, and of the day after the last. */
  readonly start: Float64Array;
  /** 0 is Monday. */
  readonly weekday: Uint8Array;
  /** 1 on weekends and public holidays. */
  readonly free: Uint8Array;
  /** Local dates, ISO. */
  readonly dates: readonly string[];
  /** Seconds east of UTC for each hour since `base`, and two days further. */
  readonly offsets: Int32Array;
}

/**
 * Lays out the days from a local date on.
 * @throws UserError when the date is not ISO
 */
export function demoCalendar({ start, days }: { readonly start: string; readonly days: number }): DemoCalendar {
  const first = Date.parse(`${start}T00:00:00Z`) / 1000;
  if (!Number.isFinite(first)) {
    throw new UserError("is not a date", { where: `start ${start}`, next: "Write it as 2025-08-04." });
  }
  const offset = (epoch: number): number => offsetAt(demoZone, epoch * 1000);
  const midnight = (day: number): number => {
    const utc = first + day * daySeconds;
    return utc - offset(utc - offset(utc));
  };
  const base = midnight(0);
  const dates = Array.from({ length: days }, (_, day) =>
    new Date((first + day * daySeconds) * 1000).toISOString().slice(0, 10),
  );
  const weekday = Uint8Array.from(dates, (_, day) => (new Date((first + day * daySeconds) * 1000).getUTCDay() + 6) % 7);
  return {
    days,
    base,
    dates,
    weekday,
    start: Float64Array.from({ length: days + 1 }, (_, day) => midnight(day) - base),
    free: Uint8Array.from(dates, (date, day) => (weekday[day]! > 4 || publicHolidays.has(date.slice(5)) ? 1 : 0)),
    offsets: Int32Array.from({ length: (days + 2) * 24 }, (_, hour) => offset(base + hour * 3600)),
  };
}
