import { quoteText } from "../db/database.ts";
import { utcFromLocal } from "../db/zone-sql.ts";

/**
 * SQL that reads a text column as time, in two steps so that each expression runs once: `columns` are selected from the
 * rows that hold the text, `ts` (UTC timestamp, null where no format fits) is computed from those.
 */
export interface TimeSql {
  readonly columns: readonly string[];
  readonly ts: string;
}

/** What one format reads: a timestamp, and whether it is UTC already (else it is a wall clock in the mapping's zone). */
interface Reading {
  readonly wall: string;
  readonly isUtc: string;
}

/** Factors to microseconds, as decimals: dividing would make doubles. */
const toMicroseconds: Readonly<Record<string, string>> = {
  epoch_s: "1000000",
  epoch_ms: "1000",
  epoch_us: "1",
  epoch_ns: "0.001",
};

/** Microseconds since 1970 outside the years 1 to 9999 are none; `make_timestamp` throws where they are not even a timestamp. */
const [earliest, latest] = ["-62135596800000001", "253402300800000000"];
const plausible = (us: string): string =>
  `nullif(nullif(greatest(least(${us}, ${latest}), ${earliest}), ${latest}), ${earliest})`;

/** Microseconds from 1601, where FILETIME starts, to 1970. */
const filetimeStart = "11644473600000000";

/** A plain cast to TIMESTAMP drops the offset; to TIMESTAMPTZ it applies it, without ICU. */
const utc = (withOffset: string): string => `make_timestamp(epoch_us(${withOffset}))`;

/** `infinity` and `epoch` are times to DuckDB, not in a log. */
const startsWithDigit = (t: string): string => `${t} >= '0' and ${t} < ':'`;

const offset = "Z|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?";

/** ISO 8601 as the cast reads it: seconds before an offset, a point, capitals, no space before the offset, not the basic form. */
function respelled(t: string): string {
  const date = "([0-9]{4}-[0-9]{1,2}-[0-9]{1,2})";
  const extended = `regexp_replace(upper(trim(${t})), '^([0-9]{4})([0-9]{2})([0-9]{2})T([0-9]{2})([0-9]{2})([0-9]{2})', '\\1-\\2-\\3 \\4:\\5:\\6')`;
  const seconds = `regexp_replace(${extended}, '^${date}[T ]+([0-9]{1,2}:[0-9]{2})( ?(?:${offset}))?$', '\\1 \\2:00\\3')`;
  return `regexp_replace(${seconds}, '^${date}[T ]+([0-9]{1,2}:[0-9]{2}:[0-9]{2})[.,]?([0-9]*) ?(?:Z|UTC|GMT|([+-][0-9:]{2,6}))?$', '\\1 \\2.\\3\\4')`;
}

function iso(t: string): Reading {
  const direct = `case when ${startsWithDigit(t)} then try_cast(${t} as timestamptz) end`;
  const mended = `case when ${startsWithDigit(t)} then try_cast(${respelled(t)} as timestamptz) end`;
  return {
    wall: utc(`coalesce(${direct}, ${mended})`),
    isUtc: `regexp_matches(${t}, '(?i)(:[0-9.,]*|T[0-9]{6}[0-9.,]*) ?(${offset})$')`,
  };
}

function epoch(t: string, factor: string): Reading {
  return {
    wall: `make_timestamp(${plausible(`try_cast(floor(try_cast(${t} as decimal(28, 9)) * ${factor}) as bigint)`)})`,
    isUtc: "true",
  };
}

function filetime(t: string): Reading {
  return { wall: `make_timestamp(try_cast(${t} as bigint) // 10 - ${filetimeStart})`, isUtc: "true" };
}

function strptime(t: string, format: string): Reading {
  const parse = (f: string): string => `try_strptime(${t}, ${quoteText(f)})`;
  const zoned = format.includes("%z");
  const nanoseconds = format.includes("%f") ? `, ${parse(format.replaceAll("%f", "%n"))}::timestamp` : "";
  const parsed = zoned ? utc(parse(format)) : `coalesce(${parse(format)}::timestamp${nanoseconds})`;
  return {
    wall: `case when ${t} not in ('epoch', 'infinity', '-infinity') then ${parsed} end`,
    isUtc: zoned ? "true" : "false",
  };
}

function reading(t: string, format: string): Reading {
  if (format === "iso") return iso(t);
  if (format === "filetime") return filetime(t);
  const factor = toMicroseconds[format];
  return factor === undefined ? strptime(t, format) : epoch(t, factor);
}

/** SQL that reads the text column `t` by the first of `formats` that fits; times without an offset are local to `zone`. */
export function timeSql(t: string, formats: readonly string[], zone: string): TimeSql {
  const readings = formats.map((format) => reading(t, format));
  const local = zone !== "UTC" && zone !== "Etc/UTC";
  const columns = readings.flatMap(({ wall, isUtc }, i) => [
    `${wall} as wall${i}`,
    ...(local && isUtc !== "true" && isUtc !== "false" ? [`${isUtc} as utc${i}`] : []),
  ]);
  const times = readings.map(({ isUtc }, i) => {
    if (!local || isUtc === "true") return `wall${i}`;
    const shifted = utcFromLocal(`wall${i}`, zone);
    return isUtc === "false" ? shifted : `case when utc${i} then wall${i} else ${shifted} end`;
  });
  return { columns, ts: times.length === 1 ? times[0]! : `coalesce(${times.join(", ")})` };
}
