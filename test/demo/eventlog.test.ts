import { expect, test } from "vitest";
import { demoCalendar } from "../../src/demo/calendar.ts";
import { EventLog, type TimeSpelling } from "../../src/demo/eventlog.ts";
import { Texts } from "../../src/demo/texts.ts";

const calendar = demoCalendar({ start: "2025-10-25", days: 3 });

function log(spelling: TimeSpelling, marked: string[] = []): EventLog {
  const columns = [
    { name: "user", texts: new Texts(["ada", "jörg"]) },
    { name: "action", texts: new Texts(["Read"]) },
    { name: "ticket", prefix: "T-", digits: 3 },
  ];
  return new EventLog(calendar, {
    file: "x.csv",
    idPrefix: "X",
    columns,
    spelling,
    marked: (_, id) => marked.push(id),
  });
}

const text = (chunks: readonly Uint8Array[]): string => chunks.map((bytes) => new TextDecoder().decode(bytes)).join("");

test("the calendar knows the day on which the clocks go back, weekends and holidays", () => {
  expect([0, 1, 2].map((day) => (calendar.start[day + 1]! - calendar.start[day]!) / 3600)).toEqual([24, 25, 24]);
  expect([...calendar.weekday]).toEqual([5, 6, 0]);
  expect([...calendar.free]).toEqual([1, 1, 0]);
  expect(calendar.dates).toEqual(["2025-10-25", "2025-10-26", "2025-10-27"]);
  expect(demoCalendar({ start: "2025-08-15", days: 1 }).free[0]).toBe(1);
});

test("a log is released sorted by time, keeps what is not due, and tells the ids of planted events", () => {
  const marked: string[] = [];
  const one = log("iso", marked);
  one.add(90_000, 0, 0, 0, 7);
  one.add(60, 3, 1, 0, 12_345);
  one.add(5, 0, 0, 0);
  const first = [...one.release(86_400), one.finish()];
  expect(text(first)).toBe(
    [
      "event_id,time,user,action,ticket",
      "X0000001,2025-10-24T22:00:05Z,ada,Read,",
      "X0000002,2025-10-24T22:01:00Z,jörg,Read,T-12345",
      "",
    ].join("\n"),
  );
  expect(marked).toEqual(["X0000002"]);
  expect(text([...one.release(200_000), one.finish()])).toBe("X0000003,2025-10-25T23:00:00Z,ada,Read,T-007\n");
});

test("day-first times are local, on both sides of the change of the clocks", () => {
  const one = log("day-first");
  one.add(0, 0, 0, 0);
  one.add(calendar.start[2]! + 8 * 3600, 0, 0, 0);
  one.release(400_000);
  expect(text([one.finish()])).toContain("25/10/2025 00:00:00,ada,Read,\nX0000002,27/10/2025 08:00:00,ada");
});
