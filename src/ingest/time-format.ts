import { UserError } from "../lib/errors.ts";
import { parseTime } from "../lib/time-parse.ts";

const named = ["iso", "epoch_s", "epoch_ms", "epoch_us", "epoch_ns", "filetime"];

/** @throws UserError for what is neither a named format nor a strptime format with a year */
export function requireTimeFormat(format: string): void {
  if (named.includes(format)) return;
  const next = `Use ${named.join(", ")}, or a strptime format such as %d/%m/%Y %H:%M.`;
  const where = "mapping, timeFormat";
  if (!format.includes("%")) throw new UserError(`“${format}” is not a time format.`, { where, next });
  for (const match of format.matchAll(/%-?(.?)/g)) {
    if (!"aAbBdfgHIjmMnpSuUVwWyYzZ%Gc".includes(match[1] || "?")) {
      throw new UserError(`“${format}” has the unknown part “${match[0]}”.`, { where, next });
    }
  }
  if (!/%-?[YyGc]/.test(format)) throw new UserError(`“${format}” has no year (%Y).`, { where, next });
}

/** A time format chosen from samples, or none. */
export interface TimeFormatSuggestion {
  /** In the order in which to try them. */
  readonly formats: readonly string[];
  /** Share of the samples that have a value and parse, 0 to 1. */
  readonly share: number;
  /** Why, in words. */
  readonly reason: string;
  /** The other reading, where the samples allow two. */
  readonly alternative: string | null;
}

const clocks = ["%H:%M", "%H:%M:%S", "%H:%M:%S.%f", "%I:%M %p", "%I:%M:%S %p", "%I:%M:%S.%f %p"];
const dated = (date: string): string[] => [...clocks.map((clock) => `${date} ${clock}`), date];
const separators = ["/", ".", "-"];
const dayFirst = separators.flatMap((s) => dated(`%d${s}%m${s}%Y`));
const monthFirst = separators.flatMap((s) => dated(`%m${s}%d${s}%Y`));
const dayFirstShort = separators.flatMap((s) => dated(`%d${s}%m${s}%y`));
const monthFirstShort = separators.flatMap((s) => dated(`%m${s}%d${s}%y`));
const mirrored = new Map<string, string>();
[...dayFirst, ...dayFirstShort].forEach((format, i) => {
  const other = [...monthFirst, ...monthFirstShort][i]!;
  mirrored.set(format, other);
  mirrored.set(other, format);
});
const withNames = [
  "%b %d %Y %H:%M:%S",
  "%b %d %Y %H:%M",
  "%b %d, %Y %H:%M:%S",
  "%b %d, %Y %I:%M:%S %p",
  "%b %d, %Y, %I:%M:%S %p",
  "%b %d, %Y %I:%M %p",
  "%d %b %Y %H:%M:%S",
  "%d-%b-%Y %H:%M:%S",
  "%d-%b-%y %H:%M:%S",
  "%a %b %d %H:%M:%S %Y",
  "%a %b %d %H:%M:%S %z %Y",
  "%a, %d %b %Y %H:%M:%S %z",
  "%d/%b/%Y:%H:%M:%S %z",
  "%d/%b/%Y:%H:%M:%S",
  "%b %d %Y",
  "%d %b %Y",
];
const yearFirst = [
  "%Y/%m/%d %H:%M:%S",
  "%Y/%m/%d %H:%M",
  "%Y-%m-%d %I:%M:%S %p",
  "%Y.%m.%d %H:%M:%S",
  "%Y%m%d %H:%M:%S",
];
const zoned = ["%d/%m/%Y %H:%M:%S %z", "%m/%d/%Y %H:%M:%S %z", "%Y-%m-%d %H:%M:%S %z"];
const candidates = [
  "iso",
  ...yearFirst,
  ...dayFirst,
  ...monthFirst,
  ...withNames,
  ...zoned,
  ...dayFirstShort,
  ...monthFirstShort,
];

/** 1990 to 2100: what a number must fall in to be taken for a time. */
const plausible = (ms: number): boolean => ms >= 631_152_000_000 && ms < 4_102_444_800_000;

function numericFormat(values: readonly string[]): string | null {
  if (!values.every((value) => /^\s*\d{9,20}(\.\d+)?\s*$/.test(value))) return null;
  const numbers = ["epoch_s", "epoch_ms", "epoch_us", "epoch_ns", "filetime"];
  return numbers.find((format) => values.every((value) => plausible(parseTime(value, format) ?? 0))) ?? null;
}

const readable = (format: string): string => (format.includes("%") ? format.replaceAll("%", "") : format);

/** The best format for what the formats chosen so far leave unread. */
function best(values: readonly string[]): { format: string; hits: number } | null {
  let found: { format: string; hits: number } | null = null;
  for (const format of candidates) {
    const hits = values.reduce((sum, value) => {
      const ms = parseTime(value, format);
      return sum + (ms !== null && plausible(ms) ? 1 : 0);
    }, 0);
    if (hits > (found?.hits ?? 0)) found = { format, hits };
    if (hits === values.length) break;
  }
  return found;
}

function reasonFor(
  values: readonly string[],
  format: string,
  hits: number,
): { reason: string; alternative: string | null } {
  const count =
    hits === values.length ? `all ${values.length} values parse` : `${hits} of ${values.length} values parse`;
  const other = mirrored.get(format);
  if (other === undefined) return { reason: `${count} as ${readable(format)}`, alternative: null };
  const order = format.startsWith("%d") ? "day/month" : "month/day";
  const otherOrder = format.startsWith("%d") ? "month/day" : "day/month";
  const decided = values.filter((v) => parseTime(v, format) !== null && parseTime(v, other) === null).length;
  if (decided > 0) {
    return {
      reason: `${count} as ${readable(format)}: ${decided} of ${values.length} values parse only as ${order}`,
      alternative: null,
    };
  }
  return {
    reason: `${count} as ${readable(format)}, but as ${otherOrder} too: ${order} is assumed because nothing in the sample decides it`,
    alternative: other,
  };
}

/** Finds the format, or up to three, that read the sampled texts; null where they are no times. */
export function suggestTimeFormat(samples: readonly string[]): TimeFormatSuggestion | null {
  const values = samples.filter((value) => value.trim() !== "").slice(0, 400);
  if (values.length === 0) return null;
  const numeric = numericFormat(values);
  if (numeric !== null) {
    const reason = `all ${values.length} values are numbers that fall between 1990 and 2100 as ${numeric}`;
    return { formats: [numeric], share: 1, reason, alternative: null };
  }
  const formats: string[] = [];
  let left = values;
  let reason = "";
  let alternative: string | null = null;
  while (left.length > 0 && formats.length < 3) {
    const next = best(left);
    if (next === null || next.hits < Math.max(1, values.length * 0.02)) break;
    if (formats.length === 0) ({ reason, alternative } = reasonFor(left, next.format, next.hits));
    formats.push(next.format);
    left = left.filter((value) => parseTime(value, next.format) === null);
  }
  if (formats.length === 0) return null;
  return { formats, share: 1 - left.length / values.length, reason, alternative };
}
