import { utcFromLocalMs } from "./zone.ts";

const months = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const isoTime =
  /^\s*(\d{4})-?(\d{1,2})-?(\d{1,2})(?:[Tt ]+(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,](\d*))?)?\s*(Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?\s*$/;

const offsetMs = (text: string): number => {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(text);
  if (!match) return 0;
  return (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3] ?? 0)) * 60_000;
};

function fields(year: number, month: number, day: number, hour = 0, minute = 0, second = 0): number | null {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  if (hour > 24 || minute > 59 || second > 59) return null;
  return date.getTime() + ((hour * 60 + minute) * 60 + second) * 1000;
}

function parseIso(text: string, zone: string): number | null {
  const match = isoTime.exec(text);
  if (!match) return null;
  const [year, month, day, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map((part) => Number(part ?? 0));
  const wall = fields(year!, month!, day!, hour, minute, second);
  if (wall === null) return null;
  const exact = wall + Math.floor(Number(`0.${match[7] || "0"}`) * 1000);
  return match[8] === undefined ? utcFromLocalMs(zone, exact) : exact - offsetMs(match[8]);
}

const patterns: Readonly<Record<string, string>> = {
  Y: "(?<Y>\\d{4})",
  y: "(?<y>\\d{2})",
  m: "(?<m>\\d{1,2})",
  d: "(?<d>\\d{1,2})",
  H: "(?<H>\\d{1,2})",
  I: "(?<I>\\d{1,2})",
  M: "(?<M>\\d{1,2})",
  S: "(?<S>\\d{1,2})",
  f: "(?<f>\\d{1,9})",
  p: "(?<p>[AaPp][Mm])",
  b: "(?<b>[A-Za-z]{3})",
  a: "(?:[A-Za-z]{3})",
  z: "(?<z>Z|[+-]\\d{2}(?::?\\d{2})?)",
  "%": "%",
};
const compiled = new Map<string, RegExp | null>();

function expression(format: string): RegExp | null {
  const known = compiled.get(format);
  if (known !== undefined) return known;
  let unknown = false;
  const body = format.replace(/%(.)|\s+|[^%\s\w]/g, (part, specifier: string | undefined) => {
    if (specifier === undefined) return /\s/.test(part) ? "\\s+" : `\\${part}`;
    unknown ||= patterns[specifier] === undefined;
    return patterns[specifier] ?? "";
  });
  const made = unknown ? null : new RegExp(`^\\s*${body}\\s*$`);
  compiled.set(format, made);
  return made;
}

function parseFormatted(text: string, format: string, zone: string): number | null {
  const match = expression(format)?.exec(text)?.groups;
  if (!match) return null;
  const number = (name: string): number => Number(match[name] ?? 0);
  const short = number("y");
  const year = match.Y !== undefined ? number("Y") : short + (short < 69 ? 2000 : 1900);
  const month = match.b !== undefined ? months.indexOf(match.b.toLowerCase()) + 1 : number("m");
  const afternoon = match.p?.toLowerCase() === "pm";
  if (match.I !== undefined && (number("I") < 1 || number("I") > 12)) return null;
  const hour = match.I !== undefined ? (number("I") % 12) + (afternoon ? 12 : 0) : number("H");
  const wall = fields(year, month, number("d"), hour, number("M"), number("S"));
  if (wall === null) return null;
  const exact = wall + Math.floor(Number(`0.${match.f ?? "0"}`) * 1000);
  return match.z === undefined ? utcFromLocalMs(zone, exact) : exact - offsetMs(match.z);
}

/** The last time that a Date can hold. */
const latestMs = 8.64e15;
const perMs: Readonly<Record<string, number>> = { epoch_s: 1000, epoch_ms: 1, epoch_us: 1e-3, epoch_ns: 1e-6 };

/**
 * One text as ms since 1970, UTC; null where the format does not fit. For samples: whole exports are read in SQL, which
 * agrees to the millisecond.
 */
export function parseTime(text: string, format: string, zone = "UTC"): number | null {
  if (format === "iso") return parseIso(text, zone);
  const unit = perMs[format];
  if (unit === undefined && format !== "filetime") return parseFormatted(text, format, zone);
  if (!/^\s*-?\d+(\.\d+)?\s*$/.test(text)) return null;
  const ms = unit === undefined ? Number(text) / 10_000 - 11_644_473_600_000 : Number(text) * unit;
  return Math.abs(ms) <= latestMs ? ms : null;
}
