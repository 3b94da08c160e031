import { firstText, type Row } from "./record.ts";

const quarter = 15 * 60_000;
const zoned = /(Z|[+-]\d\d:?\d\d)$/i;

/** Milliseconds of a naive `2020-06-09 22:50:54` read as UTC; NaN for anything else. */
function naive(written: string | undefined): number {
  if (written === undefined || zoned.test(written)) return Number.NaN;
  const [date, time] = written.split(/[T ]/);
  return time === undefined ? Number.NaN : Date.parse(`${date}T${time}Z`);
}

/**
 * The event's time in UTC, ISO. NXLog writes EventTime as the collector's wall clock without an offset: where the record also
 * has `@timestamp` with one, their difference from EventReceivedTime, rounded to a quarter of an hour, is that offset.
 */
export function windowsTime(row: Row): string | undefined {
  const exact = firstText(row, ["event.created", "winlog.time_created", "TimeCreated", "TimeGenerated"]);
  const stamped = firstText(row, ["@timestamp"]);
  if (exact !== undefined && (zoned.test(exact) || stamped === undefined)) return exact;
  const local = firstText(row, ["EventTime"]);
  const event = naive(local);
  if (stamped === undefined || !zoned.test(stamped)) return undefined;
  if (Number.isNaN(event)) return exact ?? stamped;
  const received = naive(firstText(row, ["EventReceivedTime"]));
  const difference = Date.parse(stamped) - (Number.isNaN(received) ? event : received);
  const offset = Math.round(difference / quarter) * quarter;
  const plausible = Math.abs(offset) <= 14 * 3_600_000 && Math.abs(difference - offset) < 5 * 60_000;
  return plausible ? new Date(event + offset).toISOString() : stamped;
}
