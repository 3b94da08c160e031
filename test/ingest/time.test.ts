import { describe, expect, test } from "vitest";
import { doubles, texts } from "../../src/db/columns.ts";
import { quoteText } from "../../src/db/database.ts";
import { localFromUtc, utcFromLocal } from "../../src/db/zone-sql.ts";
import { requireTimeFormat, suggestTimeFormat } from "../../src/ingest/time-format.ts";
import { timeSql } from "../../src/ingest/time-sql.ts";
import { parseTime } from "../../src/lib/time-parse.ts";
import { offsetAt } from "../../src/lib/zone.ts";
import { openTestDatabase } from "../support/database.ts";

const db = await openTestDatabase({ canonical: false });

async function read(text: string, formats: readonly string[], zone = "UTC"): Promise<string | null> {
  const { columns, ts } = timeSql("t", formats, zone);
  const table = await db.query(
    `select coalesce((${ts})::varchar, '') v from (select ${columns.join(", ")} from (select ${quoteText(text)} as t))`,
  );
  return texts(table, "v")[0] || null;
}

const cases: readonly [string, string, string, string | null][] = [
  ["2024-01-01T10:00:00Z", "iso", "Europe/Berlin", "2024-01-01 10:00:00"],
  ["2024-01-01 10:00:00", "iso", "UTC", "2024-01-01 10:00:00"],
  ["2024-01-01 10:00:00", "iso", "Europe/Berlin", "2024-01-01 09:00:00"],
  ["2024-07-01T10:00:00", "iso", "Europe/Berlin", "2024-07-01 08:00:00"],
  ["2024-01-01T10:00:00+02:00", "iso", "Asia/Tokyo", "2024-01-01 08:00:00"],
  ["2024-01-01T10:00:00+0200", "iso", "UTC", "2024-01-01 08:00:00"],
  ["2024-01-01T10:00:00+02", "iso", "Europe/Berlin", "2024-01-01 08:00:00"],
  ["2024-01-01T10:00:00-05:30", "iso", "Europe/Berlin", "2024-01-01 15:30:00"],
  ["2024-01-01 10:00:00 +02:00", "iso", "Europe/Berlin", "2024-01-01 08:00:00"],
  ["2024-01-01T10:00Z", "iso", "Europe/Berlin", "2024-01-01 10:00:00"],
  ["2024-01-01T10:00", "iso", "Europe/Berlin", "2024-01-01 09:00:00"],
  ["2024-01-01t10:00:00z", "iso", "Europe/Berlin", "2024-01-01 10:00:00"],
  ["2024-01-01T10:00:00.5Z", "iso", "UTC", "2024-01-01 10:00:00.5"],
  ["2024-01-01T10:00:00.123456789Z", "iso", "Europe/Berlin", "2024-01-01 10:00:00.123456"],
  ["2024-01-01T10:00:00,123+01:00", "iso", "Europe/Berlin", "2024-01-01 09:00:00.123"],
  ["2024-01-01 10:00:00 UTC", "iso", "Europe/Berlin", "2024-01-01 10:00:00"],
  ["20240101T100000Z", "iso", "Europe/Berlin", "2024-01-01 10:00:00"],
  ["2024-01-01", "iso", "Europe/Berlin", "2023-12-31 23:00:00"],
  ["2024-02-30T10:00:00Z", "iso", "UTC", null],
  ["2024-13-01T10:00:00Z", "iso", "UTC", null],
  ["infinity", "iso", "UTC", null],
  ["epoch", "iso", "UTC", null],
  ["yesterday", "iso", "UTC", null],
  ["1704103200", "epoch_s", "Europe/Berlin", "2024-01-01 10:00:00"],
  ["1704103200.25", "epoch_s", "UTC", "2024-01-01 10:00:00.25"],
  ["1704103200123", "epoch_ms", "UTC", "2024-01-01 10:00:00.123"],
  ["1704103200123456", "epoch_us", "UTC", "2024-01-01 10:00:00.123456"],
  ["1704103200123456789", "epoch_ns", "UTC", "2024-01-01 10:00:00.123456"],
  ["99999999999999999999999999", "epoch_s", "UTC", null],
  ["133485768001234567", "filetime", "Europe/Berlin", "2024-01-01 10:00:00.123456"],
  ["29/2/2016 01:16", "%d/%m/%Y %H:%M", "Europe/Berlin", "2016-02-29 00:16:00"],
  ["2/29/2016 1:16:05 PM", "%m/%d/%Y %I:%M:%S %p", "UTC", "2016-02-29 13:16:05"],
  ["29.02.2016 01:16:05", "%d.%m.%Y %H:%M:%S", "UTC", "2016-02-29 01:16:05"],
  ["Jan  5 2024 10:00:00", "%b %d %Y %H:%M:%S", "UTC", "2024-01-05 10:00:00"],
  ["10/Oct/2000:13:55:36 -0700", "%d/%b/%Y:%H:%M:%S %z", "Europe/Berlin", "2000-10-10 20:55:36"],
  ["31/3/2024 02:30", "%d/%m/%Y %H:%M", "Europe/Berlin", "2024-03-31 01:30:00"],
  ["27/10/2024 02:30", "%d/%m/%Y %H:%M", "Europe/Berlin", "2024-10-27 00:30:00"],
  ["31/12/2024 02:30", "%m/%d/%Y %H:%M", "UTC", null],
  ["epoch", "%d/%m/%Y %H:%M", "UTC", null],
];

describe("times", () => {
  test.each(cases)("%s as %s in %s", async (text, format, zone, expected) => {
    expect(await read(text, [format], zone)).toBe(expected);
    const ms = expected === null ? null : Date.parse(`${expected.replace(" ", "T")}Z`);
    const sampled = parseTime(text, format, zone);
    expect(sampled === null ? null : Math.floor(sampled)).toBe(ms);
  });

  test("several formats are tried in order", async () => {
    const formats = ["iso", "%d/%m/%Y %H:%M", "epoch_s"];
    expect(await read("29/2/2016 01:16", formats, "Europe/Berlin")).toBe("2016-02-29 00:16:00");
    expect(await read("2016-02-29T01:16:00Z", formats, "Europe/Berlin")).toBe("2016-02-29 01:16:00");
    expect(await read("1456708560", formats, "Europe/Berlin")).toBe("2016-02-29 01:16:00");
  });

  test("SQL goes from UTC to the wall clock as Intl does, and back", async () => {
    const start = Date.UTC(2023, 11, 31, 22, 10);
    for (const zone of ["Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe"]) {
      const wall = localFromUtc("u", zone);
      const table = await db.query(
        `select epoch_us(u)::double u, epoch_us(w)::double w, epoch_us(${utcFromLocal("w", zone)})::double b from (select u, ${wall} as w from (select make_timestamp(${start}000 + i * 1800000000) as u from range(17600) r(i)))`,
      );
      const utc = doubles(table, "u");
      const local = doubles(table, "w");
      const back = doubles(table, "b");
      for (let i = 0; i < utc.length; i += 7) {
        expect(local[i]! - utc[i]!).toBe(offsetAt(zone, utc[i]! / 1000) * 1e6);
        expect(back[i]).toBeLessThanOrEqual(utc[i]!);
      }
    }
  });
});

describe("a time format from samples", () => {
  test("day before month is decided by the values, and says by how many", () => {
    const found = suggestTimeFormat(["1/2/2016 01:16", "29/2/2016 01:16", "3/2/2016 08:53"]);
    expect(found?.formats).toEqual(["%d/%m/%Y %H:%M"]);
    expect(found?.reason).toContain("1 of 3 values parse only as day/month");
    expect(suggestTimeFormat(["2/1/2016 1:16 PM", "2/29/2016 1:16 AM"])?.formats).toEqual(["%m/%d/%Y %I:%M %p"]);
  });

  test("what nothing decides is said, with the other reading", () => {
    const found = suggestTimeFormat(["1/2/2016 01:16", "3/2/2016 08:53"]);
    expect(found?.reason).toContain("nothing in the sample decides");
    expect(found?.alternative).toBe("%m/%d/%Y %H:%M");
  });

  test.each([
    [["2024-01-01T00:00:00Z", "2024-01-01T00:00:00.123+02:00"], "iso"],
    [["1704103200", "1704103201.5"], "epoch_s"],
    [["1704103200123"], "epoch_ms"],
    [["1704103200123456"], "epoch_us"],
    [["1704103200123456789"], "epoch_ns"],
    [["133485768001234567"], "filetime"],
    [["10/Oct/2000:13:55:36 -0700"], "%d/%b/%Y:%H:%M:%S %z"],
    [["29.02.2016 01:16:05"], "%d.%m.%Y %H:%M:%S"],
    [["Mar 15, 2024 01:02:03"], "%b %d, %Y %H:%M:%S"],
    [["01/02/2010 07:12:31", "01/13/2010 07:12:31"], "%m/%d/%Y %H:%M:%S"],
  ])("%j", (samples, format) => expect(suggestTimeFormat(samples)?.formats[0]).toBe(format));

  test("mixed spellings give several formats", () => {
    expect(suggestTimeFormat(["2024-01-01T00:00:00Z", "29/2/2016 01:16"])?.formats).toEqual(["iso", "%d/%m/%Y %H:%M"]);
  });

  test.each([[["alice", "bob"]], [["12", "13"]], [["10.0.0.1"]], [["", ""]], [["3.4.2"]]])(
    "%j are no times",
    (samples) => expect(suggestTimeFormat(samples)).toBeNull(),
  );

  test("a format that cannot be right is refused by name", () => {
    expect(() => requireTimeFormat("dd/mm/yyyy")).toThrow(/dd\/mm\/yyyy/);
    expect(() => requireTimeFormat("%d/%m %H:%M")).toThrow(/year/);
    expect(() => requireTimeFormat("%Y %Q")).toThrow(/%Q/);
  });
});
