import type { Mapping } from "../../../src/ingest/mapping.ts";
import { header, type Malformed, plainMapping, soundRow } from "./case.ts";

const withTime = (time: string, format = "read"): string =>
  `${header}${soundRow(0)}\n${/[",\n]/.test(time) ? `"${time.replaceAll('"', '""')}"` : time},ann,${JSON.stringify(format).replaceAll('"', "'").replaceAll(",", "")}\n`;
const as = (timeFormat: string): Mapping => ({ ...plainMapping, timeFormat });

const readable = [
  "2024-01-01",
  "2024-01-01 10:00:00",
  "2024-01-01T10:00",
  "2024-01-01T10:00:00",
  "2024-01-01t10:00:00z",
  "2024-01-01T10:00:00.123456789Z",
  "2024-01-01T10:00:00,5Z",
  "2024-01-01T10:00:00+0530",
  "2024-01-01T10:00:00-05",
  "20240101T100000Z",
  "2024-02-29T10:00:00Z",
  " 2024-01-01T10:00:00Z ",
  "1969-12-31T23:59:59Z",
  "0001-01-01T00:00:00Z",
  "9999-12-31T23:59:59Z",
];
const unreadable = [
  "2023-02-29T10:00:00Z",
  "2024-13-01T10:00:00Z",
  "2024-00-01T10:00:00Z",
  "2024-01-32T10:00:00Z",
  "2024-01-01T25:00:00Z",
  "2024-01-01T10:61:00Z",
  "2024-01-01T10:00:00Zjunk",
  "10000-01-01T00:00:00Z",
  "999999-01-01",
  "-0001-01-01",
  "infinity",
  "-infinity",
  "epoch",
  "now",
  "today",
  "tomorrow",
  "NaN",
  "0",
  "-1",
  "1e10",
  "2024",
  "01/02/2024",
  "Jan 2 2024",
  "'; drop table events; --",
  "'2024-01-01'",
  "=NOW()",
  "２０２４-01-01T10:00:00Z",
  "2024-01-01T10:00:00Z\u202e",
];
const missing = ["", "-", "?", "NULL", "null", "(null)", "N/A", "n/a", "None", "\\N"];

const formats: readonly (readonly [format: string, time: string, outcome: string])[] = [
  ["epoch_s", "1704103200", "1/1"],
  ["epoch_s", "1704103200.5", "1/1"],
  ["epoch_s", "99999999999999999999", "0/2"],
  ["epoch_s", "1e9", "1/1"],
  ["epoch_s", "NaN", "0/2"],
  ["epoch_ms", "-1", "1/1"],
  ["epoch_us", "9223372036854775807", "0/2"],
  ["epoch_ns", "9223372036854775808", "1/1"],
  ["filetime", "133485696000000000", "1/1"],
  ["filetime", "-1", "1/1"],
  ["filetime", "0", "1/1"],
  ["filetime", "9223372036854775807", "0/2"],
  ["%d/%m/%Y %H:%M", "31/12/2024 23:59", "1/1"],
  ["%d/%m/%Y %H:%M", "12/31/2024 23:59", "0/2"],
  ["%d/%m/%Y %H:%M", "31/12/2024", "0/2"],
  ["%d/%m/%Y %H:%M", "31/12/2024 23:59:59", "0/2"],
  ["%d/%m/%Y %H:%M", "epoch", "0/2"],
];

/** Two rows, one of them sound, the other with a time that is odd or none. */
export const times: readonly Malformed[] = [
  ...readable.map((time) => ({ what: `the time ${JSON.stringify(time)}`, content: withTime(time), outcome: "2/0" })),
  ...unreadable.map((time) => ({ what: `the time ${JSON.stringify(time)}`, content: withTime(time), outcome: "1/1" })),
  ...missing.map((time) => ({ what: `no time: ${JSON.stringify(time)}`, content: withTime(time), outcome: "1/1" })),
  ...missing.slice(0, 6).flatMap((value) => [
    {
      what: `no actor: ${JSON.stringify(value)}`,
      content: `${header}${soundRow(0)}\n2024-01-01T10:00:00Z,${value},read\n`,
      outcome: "1/1",
    },
    {
      what: `no type: ${JSON.stringify(value)}`,
      content: `${header}${soundRow(0)}\n2024-01-01T10:00:00Z,ann,${value}\n`,
      outcome: "1/1",
    },
  ]),
  ...formats.map(([format, time, outcome]) => ({
    what: `the time ${time} as ${format}`,
    content: withTime(time, format),
    outcome,
    mapping: as(format),
  })),
];
