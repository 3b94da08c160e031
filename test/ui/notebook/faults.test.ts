import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { kinds } from "../../../src/notebook/kinds/registry.ts";
import { formatBody } from "../../../src/ui/notebook/edit/format-body.ts";
import { placeOf, rangeOf } from "../../../src/ui/notebook/edit/place.ts";
import type { Vocabulary } from "../../../src/ui/notebook/edit/vocabulary.ts";
import { yamlFaults } from "../../../src/ui/notebook/edit/yaml-lint.ts";

const words: Vocabulary = { tables: {}, cells: [{ name: "profile", type: "profile", columns: [] }] };
const faults = (type: string, body: string) =>
  yamlFaults(body, kinds.get(type), words).map(({ from, to, message }) => [body.slice(from, to), message] as const);

describe("a fault in YAML is marked where it stands:", () => {
  test("a setting that the kind doesn't have", () => {
    const [[marked, message] = []] = faults("profile", "history: 30\nhistroy: 3");
    expect(marked).toBe("histroy");
    expect(message).toContain("is no setting of this cell. It takes history, from, to, alpha, peers.");
  });

  test("a value that a setting can't be, at the value", () => {
    expect(faults("profile", "alpha: 5\nhistory: 2 # few")).toEqual([
      ["2", "“history” takes a whole number from 5 to 365."],
    ]);
    expect(faults("graph", "training: { margin: 9 }")[0]?.[0]).toBe("{ margin: 9 }");
  });

  test("a cell that is not there", () => {
    expect(faults("queue", "detectors: [profile, ghost]")).toEqual([["ghost", "There is no cell named ghost."]]);
    expect(faults("plot", "data: nothing\nmarks: []")).toEqual([["nothing", "There is no cell named nothing."]]);
  });

  test("a mark that a chart can't draw, and the chart that is not there", () => {
    const body = "data: profile\nwithin: ghost\nmarks:\n  - { mark: pie, x: n }\n  - { mark: dot, x: n }";
    expect(faults("plot", body).map(([marked]) => marked)).toEqual(["ghost", "pie"]);
  });

  test("text that is no YAML, and a body that is no list of settings", () => {
    expect(faults("profile", "a: [1,\nb: 2").length).toBeGreaterThan(0);
    expect(faults("profile", "just words")[0]?.[1]).toContain("one setting a line");
  });

  test("none in any kind's own template, nor in an empty body", () => {
    const everyCell = ["profile", "subspace", "graph", "overview"].map((name) => ({ name, type: "x", columns: [] }));
    for (const kind of kinds.values()) {
      if (kind.language !== "yaml") continue;
      expect(yamlFaults(kind.template, kind, { tables: {}, cells: everyCell }), kind.type).toEqual([]);
      expect(yamlFaults("", kind, words)).toEqual([]);
    }
  });

  test("any text gives marks within it, and never throws", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."ab:[]{}-#&*!|>'\"%@`\n ,1") }), (body) => {
        for (const { from, to } of yamlFaults(body, kinds.get("profile"), words)) {
          expect(from).toBeGreaterThanOrEqual(0);
          expect(to).toBeLessThanOrEqual(body.length);
          expect(from).toBeLessThanOrEqual(to);
        }
      }),
    );
  });
});

describe("a run's error is found in the text", () => {
  test("by line and column, as the word there", () => {
    const text = "select day,\n  foo\nfrom log";
    const place = placeOf('days, line 2, column 3: Binder Error: Referenced column "foo" not found');
    expect(place).toEqual({ line: 2, column: 3 });
    const range = rangeOf(text, place!);
    expect(text.slice(range!.from, range!.to)).toBe("foo");
  });

  test("by line alone, as the whole line without its indentation", () => {
    const text = "a\n  b c";
    const range = rangeOf(text, placeOf("SyntaxError at line 2")!);
    expect(text.slice(range!.from, range!.to)).toBe("b c");
  });

  test("nowhere, where it names no line or one that is not there", () => {
    expect(placeOf("Out of memory")).toBeNull();
    expect(rangeOf("one line", { line: 2, column: 1 })).toBeNull();
  });
});

describe("a body is laid out anew", () => {
  test("SQL, with DuckDB's own words", async () => {
    expect(await formatBody("sql", "select day,count(*)::integer n from log group by all qualify n>1")).toBe(
      "select\n  day,\n  count(*)::integer n\nfrom\n  log\ngroup by all\nqualify\n  n > 1",
    );
  });

  test("YAML, comments kept", async () => {
    expect(await formatBody("yaml", "history:   30   # days\nbarred: [ actor ]")).toBe(
      "history: 30 # days\nbarred: [ actor ]",
    );
  });

  test("twice is once", async () => {
    for (const kind of kinds.values()) {
      const language = kind.language === "sql" ? "sql" : "yaml";
      const once = await formatBody(language, kind.template);
      expect(await formatBody(language, once)).toBe(once);
    }
  });

  test("what can't be read stays, and the error has its place", async () => {
    await expect(formatBody("yaml", "a: [1,")).rejects.toThrow(/line \d+, column \d+/);
    await expect(formatBody("sql", "select ' from")).rejects.toThrow(/line 1, column \d+/);
  });
});
