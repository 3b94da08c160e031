import { describe, expect, test } from "vitest";
import { heatOf, hoursOf } from "../../src/casework/timeline.ts";
import { isoDay } from "../../src/features/calendar.ts";
import type { DayCells, TenantFeatures } from "../../src/features/cells.ts";

const cells = (rows: readonly (readonly [day: number, key: number, n: number])[]): DayCells => ({
  rowStart: Int32Array.of(0, rows.length),
  day: Int32Array.from(rows, ([day]) => day),
  key: Int32Array.from(rows, ([, key]) => key),
  n: Float32Array.from(rows, ([, , n]) => n),
});
const features: TenantFeatures = {
  calendar: { zone: "UTC", days: Int32Array.of(20000, 20001, 20003, 20004), silent: 1, scored: { from: 2, to: 3 } },
  actors: ["ann"],
  ignored: Uint8Array.of(0),
  firstSeen: Int32Array.of(0),
  channels: [
    {
      name: "type",
      kind: "type",
      labels: ["View", "Query"],
      cells: cells([
        [0, 0, 5],
        [1, 0, 4],
        [2, 0, 6],
        [2, 1, 41],
      ]),
    },
    {
      name: "hour",
      kind: "hour",
      labels: [],
      cells: cells([
        [0, 9, 5],
        [1, 9, 3],
        [1, 10, 1],
        [2, 2, 47],
      ]),
    },
  ],
};

describe("the timeline of a case", () => {
  test("has a row a type and a column a day of the calendar, with the case's day marked", () => {
    const heat = heatOf(features, 0, 2);
    expect(heat.days).toEqual([20000, 20001, 20003, 20004].map(isoDay));
    expect(heat.types).toEqual(["Query", "View"]);
    expect(heat.counts).toEqual([0, 0, 41, 0, 5, 4, 6, 0]);
    expect(heat.days[heat.marked]).toBe(isoDay(20003));
  });

  test("tells the hours of the day from the mean of the active days before", () => {
    const { usual, day } = hoursOf(features, 0, 2);
    expect(usual[9]).toBe(4);
    expect(usual[10]).toBe(0.5);
    expect(usual[2]).toBe(0);
    expect(day[2]).toBe(47);
  });
});
