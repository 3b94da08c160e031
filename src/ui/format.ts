import type { Progress } from "../lib/job.ts";
import { once } from "../lib/once.ts";
import { offsetAt } from "../lib/zone.ts";

/** The first formatter of a page takes 15 to 30 ms to make. */
const grouped = once(() => new Intl.NumberFormat("en-GB", { maximumFractionDigits: 2 }));
const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** `1,204,118`. */
export const count = (n: number): string => grouped().format(n);

/** `3 120 441`: a line number, grouped by narrow spaces so that no comma is mistaken for part of a path. */
export const lineNumber = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, "\u202f");

/** `1 user-day`, `21,700 user-days`. */
export const plural = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`;

/** `+2.4`, `−0.2`: with a true minus sign. */
export const signed = (x: number, digits = 1): string =>
  `${x < 0 ? "−" : "+"}${Math.abs(x).toFixed(digits)}`.replace(/^[−+](0(\.0+)?)$/, "$1");

/** A p-value as a person says it: `1 in 21,000`, to two significant digits. */
export function oneIn(p: number | null): string {
  if (p === null || Number.isNaN(p)) return "–";
  if (p < 1e-9) return "1 in over a billion";
  return `1 in ${count(Number(Math.max(1, Math.round(1 / p)).toPrecision(2)))}`;
}

/** `12.4 MB`: powers of 1000. */
export function bytes(n: number): string {
  if (n < 1000) return `${n} B`;
  const units = ["kB", "MB", "GB", "TB"];
  const power = Math.min(units.length, Math.floor(Math.log10(n) / 3));
  const value = n / 1000 ** power;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[power - 1]}`;
}

/** `41 ms`, `3.2 s`, `2 min 10 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** Parts of an ISO local day; null where it is none. */
function dayParts(iso: string): { weekday: string; day: number; month: string; year: number } | null {
  const date = new Date(`${iso.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return null;
  return {
    weekday: weekdays[date.getUTCDay()] ?? "",
    day: date.getUTCDate(),
    month: months[date.getUTCMonth()] ?? "",
    year: date.getUTCFullYear(),
  };
}

/** `Tuesday 30 September 2025`. */
export function dayLong(iso: string): string {
  const parts = dayParts(iso);
  return parts ? `${parts.weekday} ${parts.day} ${parts.month} ${parts.year}` : iso;
}

/** `Tue 30 Sep`. */
export function dayShort(iso: string): string {
  const parts = dayParts(iso);
  return parts ? `${parts.weekday.slice(0, 3)} ${parts.day} ${parts.month.slice(0, 3)}` : iso;
}

/** `30 Sep`. */
export function dayTick(iso: string): string {
  const parts = dayParts(iso);
  return parts ? `${parts.day} ${parts.month.slice(0, 3)}` : iso;
}

/** `1 Sep – 5 Oct 2025`. */
export function dayRange(first: string | null, last: string | null): string {
  const [from, to] = [first && dayParts(first), last && dayParts(last)];
  if (!(first && last && from && to)) return "no days";
  const end = `${dayTick(last)} ${to.year}`;
  if (first === last) return end;
  return `${dayTick(first)}${from.year === to.year ? "" : ` ${from.year}`} – ${end}`;
}

/** Whether an ISO day is a Saturday or Sunday. */
export const isWeekend = (iso: string): boolean => /^S/.test(dayParts(iso)?.weekday ?? "");

/** `02:31:07` of an ISO instant, in UTC. */
export const clock = (iso: string): string => /T(\d\d:\d\d(:\d\d)?)/.exec(iso)?.[1] ?? iso;

/** Local hour (0–23) of an ISO instant in an IANA zone; UTC where the zone is unknown. */
export function hourIn(iso: string, zone: string): number {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return -1;
  try {
    return new Date(date.getTime() + offsetAt(zone, date.getTime()) * 1000).getUTCHours();
  } catch {
    return date.getUTCHours();
  }
}

/** `412 MB of 1.2 GB`, `3,100 of 21,700 users`. */
export function progressText({ done, total, unit }: Progress): string {
  if (unit === "bytes") return total > 0 ? `${bytes(done)} of ${bytes(total)}` : bytes(done);
  return total > 0 ? `${count(done)} of ${count(total)} ${unit}` : `${count(done)} ${unit}`;
}

/** `38 MB/s`, `12,000 rows/s`; empty while there is nothing to tell yet. */
export function rateText({ done, unit }: Progress, milliseconds: number): string {
  if (milliseconds < 400 || done <= 0 || unit === "steps") return "";
  const rate = (done * 1000) / milliseconds;
  return unit === "bytes" ? `${bytes(Math.round(rate))}/s` : `${count(Number(rate.toPrecision(2)))} ${unit}/s`;
}

/** What a detector left out, and why; nothing is left out of a detector that had nothing to score. */
export const notScored = ({ reason, count: n }: { readonly reason: string; readonly count: number }): string =>
  `${n > 0 ? `${count(n)} not scored` : "Not scored"}: ${reason}.`;
