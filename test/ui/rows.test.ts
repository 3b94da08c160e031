import { expect, test } from "vitest";
import { toCsv } from "../../src/lib/csv.ts";
import { timeAxis } from "../../src/ui/charts/time-axis.ts";
import { parseRoute } from "../../src/ui/route.ts";
import { meets } from "../../src/ui/row-filter.ts";
import { rowsAsSource, toTsv } from "../../src/ui/row-source.ts";
import { usersOf } from "../../src/ui/users.ts";
import { caseDetail, caseSummaries } from "../support/fixture-cases.ts";

const columns = [
  { name: "actor", type: "text" },
  { name: "n", type: "number" },
] as const;

test("rows at hand sort by a column, numbers as numbers, blanks last", async () => {
  const source = rowsAsSource(columns, [
    ["b", 10],
    ["a", 9],
    ["c", null],
  ]);
  const by = async (descending: boolean) =>
    (await source.window(0, 3, { orderBy: { column: "n", descending } })).map(([name]) => name);
  expect(await by(false)).toEqual(["a", "b", "c"]);
  expect(await source.window(1, 1)).toEqual([["a", 9]]);
});

test("copied rows stay one line each", () => {
  expect(
    toTsv(columns, [
      ["a\tb\nc", 1],
      [null, 2],
    ]),
  ).toBe("actor\tn\na b c\t1\n\t2");
});

test("downloaded texts run nothing in a spreadsheet unless they are to stay as they are, as copied ones do", () => {
  const formula = '=HYPERLINK("https://canary.invalid/")';
  expect(toTsv(columns, [[formula, -1]])).toBe(`actor\tn\n${formula}\t-1`);
  expect(toCsv(["actor"], [["-cmd|' /C calc'!A0"]], { isForSpreadsheet: true })).toBe("actor\n'-cmd|' /C calc'!A0\n");
  expect(toCsv(["actor"], [["=1+1"]])).toBe("actor\n=1+1\n");
});

test("a reason's rows are those that meet every condition of it", () => {
  const [summary] = caseSummaries(1);
  if (!summary) throw new Error("no case");
  const { rows } = caseDetail(summary);
  const count = (where: { type?: string; hour?: number; attribute?: string; entity?: string }): number =>
    rows.filter((row) => meets(row, { words: "", where }, "Europe/Berlin")).length;
  expect(count({})).toBe(rows.length);
  expect(count({ type: "DataTool.Query", hour: 2 })).toBe(41);
  expect(count({ attribute: "198.51.100.0/24" })).toBe(41);
  expect(count({ entity: "C1084847" })).toBe(1);
  expect(count({ type: "none" })).toBe(0);
});

test("users come by their most unusual day, each with all their cases", () => {
  const cases = caseSummaries(40);
  const users = usersOf(cases);
  expect(users.reduce((sum, user) => sum + user.cases.length, 0)).toBe(40);
  expect(users.map(({ worst }) => worst.p)).toEqual(users.map(({ worst }) => worst.p).toSorted((a, b) => a - b));
});

test.each([
  ["#/queue/3", { place: "queue", rank: 3, page: null }],
  ["#/report", { place: "report", rank: null, page: null }],
  ["#/users/3", { place: "users", rank: null, page: null }],
  ["#/user/3", { place: "users", rank: null, page: { kind: "user", number: 3 } }],
  ["#/entity/12", { place: "users", rank: null, page: { kind: "entity", number: 12 } }],
  ["#/map", { place: "users", rank: null, page: { kind: "map", number: null } }],
  ["#/tenant", { place: "users", rank: null, page: { kind: "tenant", number: null } }],
  ["#/user/", { place: "start", rank: null, page: null }],
  ["#/nowhere", { place: "start", rank: null, page: null }],
  ["", { place: "start", rank: null, page: null }],
])("the address %s is read", (hash, route) => expect(parseRoute(hash)).toEqual(route));

test("the time axis keeps order, centres nothing else on the root, and its ticks don't touch", () => {
  const axis = timeAxis([-26, -0.02, 0.01, 9], { from: 0, to: 440 });
  const xs = [-26, -0.02, 0, 0.01, 9].map(axis.x);
  expect(xs).toEqual(xs.toSorted((a, b) => a - b));
  const at = axis.ticks.map(({ x }) => x).toSorted((a, b) => a - b);
  at.slice(1).forEach((x, i) => {
    expect(x - (at[i] ?? 0)).toBeGreaterThan(46);
  });
  expect(axis.ticks.map(({ label }) => label)).toContain("0");
});
