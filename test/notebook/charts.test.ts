import { describe, expect, test } from "vitest";
import type { TableInfo } from "../../src/engine/api/tables.ts";
import { brushable, withinBrush } from "../../src/notebook/kinds/brush.ts";
import type { CellContext, CellResult } from "../../src/notebook/kinds/kind.ts";
import { plot } from "../../src/notebook/kinds/plot.ts";
import { drawTable, specOf } from "../../src/notebook/kinds/spec.ts";

const days: TableInfo = {
  name: "days",
  columns: [
    { name: "day", type: "time", sqlType: "DATE" },
    { name: "n", type: "number", sqlType: "INTEGER" },
  ],
  rows: 3,
  milliseconds: 0,
};
const rows = [
  ["2025-01-01", 5],
  ["2025-01-02", 7],
  ["2025-01-03", 9],
] as const;

const engine = {
  window: async () => ({ offset: 0, rows }),
  brush: async () => {},
} as unknown as CellContext["engine"];

const chartOf = (values: Readonly<Record<string, unknown>>) =>
  drawTable(
    { engine },
    "chart",
    specOf("chart", { data: "days", marks: [{ mark: "dot", x: "day", y: "n" }], ...values }),
    days,
  );

function contextOf(
  cells: Readonly<Record<string, CellResult>>,
  selection: CellContext["selection"] = null,
): CellContext {
  return {
    engine,
    selection,
    before: null,
    inputs: new Map(),
    onProgress: () => {},
    cell: (name) => cells[name]!,
    brush: () => null,
  };
}

describe("a chart", () => {
  test.each([
    [{ mark: "dot", x: "dya", y: "n" }, "“dya” is no column of days."],
    [{ mark: "dot", x: "day", y: "n", fill: "steelblue" }, "“steelblue” is no column of days."],
    [{ mark: "dot", x: "day", y: "n", where: "n about 5" }, "A mark's where can't be “n about 5”."],
    [{ mark: "dot", x: "day", y: "n", where: "m > 5" }, "“m” is no column of days."],
  ])("says which of %j is not there", async (mark, message) => {
    await expect(chartOf({ marks: [mark] })).rejects.toThrow(message);
  });

  test("takes columns, colours by their meaning, numbers and counts", async () => {
    const marks = [
      { mark: "dot", x: "day", y: "n", fill: "signal", r: 2, where: "n >= 5" },
      { mark: "rectY", x: "n", y: "count", fill: "usual" },
      { mark: "ruleY", values: [0] },
    ];
    expect((await chartOf({ marks })).data.rows).toEqual(rows);
  });
});

describe("a chart within another's brush", () => {
  const brushed = async (selection: CellContext["selection"]) =>
    brushable(contextOf({}, selection), "period", await chartOf({ brush: "x" }));
  const inBrush = async (selection: CellContext["selection"]) =>
    withinBrush(contextOf({ period: await brushed(selection) }), "chart", await chartOf({ within: "period" })).data
      .rows;

  test("reads it, and is drawn from the rows that are brushed there: all where nothing is", async () => {
    expect(plot.reads("data: days\nwithin: period\nmarks: []", ["days", "period", "other"])).toEqual([
      "days",
      "period",
    ]);
    expect(await inBrush(null)).toEqual(rows);
    expect(await inBrush({ lo: "2025-01-02T00:00:00.000Z", hi: "2025-01-03T11:00:00.000Z" })).toEqual(rows.slice(1));
  });

  test("says where that chart has no brush, or its column is not there", async () => {
    const still = contextOf({ period: await chartOf({}) });
    const chart = await chartOf({ within: "period" });
    expect(() => withinBrush(still, "chart", chart)).toThrow("period is no chart that can be brushed.");
    const other = { ...chart, table: { ...days, columns: days.columns.slice(1) } };
    const context = contextOf({ period: await brushed(null) });
    expect(() => withinBrush(context, "chart", other)).toThrow(
      "period is brushed by day, and days has no such column.",
    );
  });
});
