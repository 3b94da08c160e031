import { CompletionContext, type CompletionSource } from "@codemirror/autocomplete";
import { ensureSyntaxTree, type LanguageSupport } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { describe, expect, test } from "vitest";
import { kinds } from "../../../src/notebook/kinds/registry.ts";
import { jsLanguage } from "../../../src/ui/notebook/edit/js-completion.ts";
import { sqlLanguage } from "../../../src/ui/notebook/edit/sql-completion.ts";
import type { Vocabulary } from "../../../src/ui/notebook/edit/vocabulary.ts";
import { defaultsOf, yamlLanguage } from "../../../src/ui/notebook/edit/yaml-completion.ts";

const words: Vocabulary = {
  tables: { log: ["day", "actor", "type"], "odd name": ["a"], refs: ["event", "entity"] },
  cells: [
    { name: "overview", type: "sql", columns: ["day", "events"] },
    { name: "unrun", type: "sql", columns: [] },
    { name: "profile", type: "profile", columns: ["actor", "p"] },
    { name: "my_graph", type: "graph", columns: [] },
    { name: "net_1", type: "train", columns: [] },
  ],
};

/** What is offered at the bar in `text`; a key is given by what it writes. */
async function offered(support: LanguageSupport, text: string): Promise<string[]> {
  const pos = text.indexOf("|");
  const state = EditorState.create({ doc: text.replace("|", ""), extensions: support });
  ensureSyntaxTree(state, state.doc.length, 10_000);
  const found: string[] = [];
  for (const source of state.languageDataAt<CompletionSource>("autocomplete", pos)) {
    const result = await source(new CompletionContext(state, pos, false));
    const typed = state.sliceDoc(result?.from ?? pos, pos).replace(/^"/, "");
    for (const { label, apply } of result?.options ?? []) {
      if (label.replace(/^"/, "").startsWith(typed)) found.push(typeof apply === "string" ? apply : label);
    }
  }
  return found;
}
const sql = (text: string) =>
  offered(
    sqlLanguage(() => words),
    text,
  );
const yaml = (type: string, text: string) =>
  offered(
    yamlLanguage(kinds.get(type), () => words),
    text,
  );

describe("SQL is completed", () => {
  test("with tables, views and cells behind FROM", async () => {
    expect(await sql("select * from l|")).toContain("log");
    expect(await sql("select * from ov|")).toContain("overview");
    expect(await sql("select * from un|")).toContain("unrun");
  });

  test("of ten thousand cells with those that fit, asked anew at each key", async () => {
    const cells = Array.from({ length: 10_000 }, (_, i) => ({ name: `cell_${i}`, type: "sql", columns: ["n"] }));
    const support = sqlLanguage(() => ({ tables: words.tables, cells }));
    const few = await offered(support, "select * from ce|");
    expect(few.length).toBeLessThan(1000);
    expect(await offered(support, "select * from cell_9999|")).toContain("cell_9999");
    expect(await offered(support, "select n| from cell_9998")).toContain("n");
    const state = EditorState.create({ doc: "select * from ce", extensions: support });
    const [relations] = state.languageDataAt<CompletionSource>("autocomplete", 16);
    expect((await relations?.(new CompletionContext(state, 16, false)))?.validFor).toBeUndefined();
  });

  test("with quotes where a name needs them", async () => {
    expect(await sql("select * from odd|")).toContain('"odd name"');
  });

  test("with the columns of what the query names, and no others", async () => {
    expect(await sql("select ev| from overview")).toEqual(expect.arrayContaining(["events"]));
    expect(await sql("select ev| from overview")).not.toContain("event");
    expect(await sql("select ac|")).toContain("actor");
  });

  test("with columns behind a table's dot or an alias's", async () => {
    expect(await sql("select log.| from log")).toEqual(["day", "actor", "type"]);
    expect(await sql("select o.e| from overview o")).toContain("events");
  });

  test("with few keywords, DuckDB's among them, and none within a text", async () => {
    expect(await sql("select 1 qual|")).toContain("qualify");
    expect(await sql("select 'sel|'")).not.toContain("select");
  });
});

describe("YAML is completed", () => {
  test("with the settings that are not there yet, each with its default", async () => {
    const keys = await yaml("profile", "history: 30\na|");
    expect(keys).toEqual(["alpha: 5"]);
    expect(await yaml("profile", "h|")).toEqual(["history: 30"]);
    expect(await yaml("graph", "net|")).toContain("net: ");
  });

  test("with what a setting may be, the default marked", async () => {
    expect(await yaml("subspace", "transform: |")).toEqual(["anscombe", "log1p"]);
    expect(await yaml("graph", "embedding: g|")).toEqual(["gnn"]);
  });

  test("with settings within settings", async () => {
    expect(await yaml("graph", "training: { ma|")).toEqual(["margin: "]);
  });

  test("with the names of cells that fit", async () => {
    expect(await yaml("plot", "data: o|")).toEqual(["overview"]);
    expect(await yaml("queue", "detectors: [profile, m|")).toEqual(["my_graph"]);
    expect(await yaml("queue", "detectors:\n  - p|")).toEqual([]);
    expect(await yaml("graph", "net: |")).toEqual(["net_1"]);
  });

  test("in a chart with marks, channels and the columns of its cell", async () => {
    expect(await yaml("plot", "data: overview\nmarks:\n  - { mark: rec|")).toEqual(["rectY"]);
    expect(await yaml("plot", "data: overview\nmarks:\n  - { mark: dot, x: |")).toEqual([
      "day",
      "events",
      "usual",
      "signal",
      "ink",
      "quiet",
    ]);
  });

  test("with nothing in a comment or behind a key that takes anything", async () => {
    expect(await yaml("profile", "history: 30 # al|")).toEqual([]);
    expect(await yaml("plot", "title: d|")).toEqual([]);
  });
});

test("every setting that a template shows is one that its kind takes", () => {
  for (const { template, checks, type } of kinds.values()) {
    if (!checks) continue;
    for (const key of defaultsOf(template).keys()) expect(Object.keys(checks), `${type}: ${key}`).toContain(key);
  }
});

test("JavaScript is completed with cells' names where one is called, and with what it can call", async () => {
  const js = (text: string) =>
    offered(
      jsLanguage(() => words),
      text,
    );
  expect(await js('const rows = cell("ov|')).toEqual(["overview"]);
  expect(await js("const rows = sq|")).toContain("sql");
});
