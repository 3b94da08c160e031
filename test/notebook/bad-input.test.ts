import { beforeAll, describe, expect, test } from "vitest";
import { scriptLimits } from "../../src/engine/script/limits.ts";
import type { CellState } from "../../src/notebook/cell-state.ts";
import { parseNotebook } from "../../src/notebook/document.ts";
import type { CellEngine } from "../../src/notebook/kinds/kind.ts";
import { NotebookRunner } from "../../src/notebook/runner.ts";
import { type EngineHere, openEngineHere } from "../support/engine-here.ts";

let engine: EngineHere;

beforeAll(async () => {
  ({ engine } = await openEngineHere({ limits: { ...scriptLimits, milliseconds: 5000 } }));
  const lines = Array.from({ length: 20 }, (_, i) => `2025-03-0${1 + (i % 9)}T10:00:00Z,u${i % 3},View`);
  await engine.importFiles([new File([`time,user,action\n${lines.join("\n")}\n`], "log.csv")], {}, () => {});
}, 60_000);

const cell = (type: string, name: string, body: string) => `\`\`\`${type} ${name}\n${body}\n\`\`\`\n\n`;
const fine = cell("sql", "fine", "select count(*)::integer as n from log");

/** Runs a notebook with a sound cell beside what is wrong; gives the state of each cell by its name. */
async function run(text: string): Promise<ReadonlyMap<string, CellState>> {
  const runner = new NotebookRunner(engine as unknown as CellEngine, parseNotebook(text + fine));
  await runner.runAll();
  const states = new Map<string, CellState>();
  for (const { id, block } of runner.entries) if (block.kind === "cell") states.set(block.name, runner.stateOf(id));
  runner.dispose();
  expect(states.get("fine")?.status).toBe("done");
  return states;
}
const errorOf = async (text: string, name = "bad") => (await run(text)).get(name)?.error?.message ?? "";

describe("what is wrong is said at its cell, and the others run", () => {
  const cases: readonly [what: string, text: string, said: RegExp][] = [
    ["an unknown kind", cell("hocus", "bad", "pocus"), /no kind of cell that this version knows.*sql/],
    ["a circle", cell("sql", "bad", "select * from other") + cell("sql", "other", "select * from bad"), /circle/],
    ["a circle through a script", cell("js", "bad", 'await cell("bad")'), /circle/],
    [
      "a name that is taken",
      cell("sql", "bad", "select 1 as a") + cell("sql", "bad", "select 2 as a"),
      /Two cells are named bad/,
    ],
    ["a name that is a table's", cell("sql", "events", "select 1 as a"), /tenant's own tables/],
    ["a name that is a table's, for a script", cell("js", "log", "[1]"), /tenant's own tables/],
    ["a name that is a table's, for an input", cell("input", "cells", "type: slider"), /tenant's own tables/],
    ["a script that never ends", cell("js", "bad", "for (;;);"), /ran for 5 s and was stopped/],
    [
      "a script that gives a million columns",
      cell("js", "bad", "Object.fromEntries(Array.from({ length: 1e6 }, (_, i) => ['c' + i, i]))"),
      /over 500 columns|was stopped/,
    ],
    [
      "a query that gives thousands of columns",
      cell("sql", "bad", "pivot (select range as n from range(6000)) on n using count(*)"),
      /has over 5,000 columns/,
    ],
    ["a query that is none", cell("sql", "bad", "selec 1"), /syntax error/],
    ["a setting that is none", cell("input", "bad", "typ: slider"), /“typ” is no setting/],
    ["a setting of another control", cell("input", "bad", "type: slider\noptions: [a]"), /no setting of a slider/],
    ["a slider that goes nowhere", cell("input", "bad", "type: slider\nmin: 5\nmax: 5"), /min, to a greater one, max/],
    [
      "days that end before they begin",
      cell("input", "bad", "type: dates\nfrom: 2025-02-01\nto: 2025-01-01"),
      /comes after/,
    ],
    ["a day that is none", cell("input", "bad", "type: dates\nfrom: yesterday"), /YYYY-MM-DD/],
    ["a choice of nothing", cell("input", "bad", "type: select"), /nothing to offer/],
    [
      "a choice from a column that is not there",
      cell("input", "bad", "type: select\ncell: fine\ncolumn: m"),
      /no column m.*It has n/,
    ],
    ["YAML that is none", cell("input", "bad", "type: [slider"), /Not YAML/],
    ["a YAML bomb", cell("input", "bad", "a: &a [x, x]\nb: &b [*a, *a]\ntype: *b"), /Not YAML/],
    ["a chart of nothing", cell("plot", "bad", "marks:\n  - { mark: dot }"), /which cell it draws/],
    ["a chart without marks, from a script", cell("js", "bad", "({ data: [{ a: 1 }], marks: [] })"), /no marks/],
    [
      "a chart with a mark that is none, from a script",
      cell("js", "bad", "({ data: [{ a: 1 }], marks: [{ mark: '<script>' }] })"),
      /is no mark/,
    ],
    [
      "a brush along y",
      cell("plot", "bad", "data: fine\nbrush: y\nmarks:\n  - { mark: dot, x: n, y: n }"),
      /can't be brushed/,
    ],
    ["a mapping that is none", cell("source", "bad", "mapping: { log.csv: { time: t } }"), /mapping, type: is missing/],
  ];
  test.each(cases)(
    "%s",
    async (_, text, said) => {
      const name = /^```\w+ (\w+)/.exec(text)![1]!;
      expect(await errorOf(text, name)).toMatch(said);
    },
    40_000,
  );

  test("a newer version is refused as a whole", () => {
    expect(() => parseNotebook("---\nshadowgraph: 2\n---\n")).toThrow(/version 2.*newer Shadowgraph/);
  });

  test("ten thousand cells run, each after what it reads", async () => {
    let calls = 0;
    const counting = {
      ...engine,
      sql: async (name: string) => {
        calls += 1;
        return { name, columns: [], rows: 0, milliseconds: 0 };
      },
    } as unknown as CellEngine;
    const cells = Array.from({ length: 10_000 }, (_, i) =>
      cell("sql", `c${i}`, i % 10 === 0 ? "select 1" : `select * from c${i - 1}`),
    );
    const runner = new NotebookRunner(counting, parseNotebook(cells.join("")));
    await runner.runAll();
    expect(calls).toBe(10_000);
    expect(runner.entries.every(({ id }) => runner.stateOf(id).status === "done")).toBe(true);
    runner.dispose();
  }, 60_000);
});
