import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { parseNotebook } from "../../src/notebook/document.ts";
import { deleting } from "../../src/notebook/edits.ts";
import type { CellEngine } from "../../src/notebook/kinds/kind.ts";
import { NotebookRunner } from "../../src/notebook/runner.ts";

const fitted = {
  id: "1",
  name: "m",
  made: "2025-01-01T00:00:00Z",
  from: "2025-01-01",
  to: "2025-01-02",
  zone: "UTC",
  events: 1,
  users: 1,
  files: [],
  bytes: 1,
  isLoaded: true,
};

function recordingEngine() {
  const calls: string[] = [];
  const table = (name: string) => ({ name, columns: [], rows: 3, milliseconds: 1 });
  const scores = (detector: string) => async (name: string, settings: object) => {
    calls.push(`${detector} ${name} ${JSON.stringify(settings)}`);
    return {
      name,
      detector,
      backend: "cpu",
      milliseconds: 1,
      items: 1,
      null: 1,
      unscored: [],
      finding: "",
      facts: [],
      table: table(name),
    };
  };
  const engine: CellEngine = {
    async sql(name, body) {
      calls.push(`sql ${name}`);
      if (body.includes("broken")) throw new Error("no such table");
      return table(name);
    },
    async script(name, body, given) {
      calls.push(`script ${name} ${JSON.stringify(given)}`);
      if (body.includes("brush")) {
        const columns = [{ name: "n", type: "number" as const, sqlType: "INTEGER" }];
        const spec = { title: "Drawn", marks: [{ mark: "dot", x: "n", y: "n" }], brush: "x" };
        return { kind: "chart", spec, table: { ...table(name), columns }, milliseconds: 1 };
      }
      return { kind: "text", text: "said", milliseconds: 1 };
    },
    async values(name, columns) {
      calls.push(`values ${name} ${JSON.stringify(columns)}`);
      return table(name);
    },
    async brush(name, range) {
      calls.push(`brush ${name} ${JSON.stringify(range)}`);
    },
    distinct: async () => ["a", "b"],
    source: async (name) => ({ table: table(name), files: [], mappings: {}, tables: [] }),
    window: async (_name, offset) => ({ offset, rows: [[1]] }),
    profile: scores("profile"),
    subspace: scores("subspace"),
    graph: scores("graph"),
    async train(name) {
      calls.push(`train ${name}`);
      return table(name);
    },
    search: async (name) => table(name),
    async saveModel(name, settings) {
      calls.push(`model ${name} ${JSON.stringify(settings)}`);
      return fitted;
    },
    async score(name, settings) {
      calls.push(`score ${name} ${JSON.stringify(settings)}`);
      return { model: fitted, from: "", to: "", notes: [], milliseconds: 1, results: [] };
    },
    async queue(name) {
      calls.push(`queue ${name}`);
      return [];
    },
    evaluate: async (name: string) => ({ name, columns: [], rows: 0, milliseconds: 0 }),
    async audit({ k }) {
      calls.push(`audit ${k}`);
      return { rows: [], filledBy: "verdicts" };
    },
  };
  return { engine, calls };
}

const cell = (type: string, name: string, body: string) => `\`\`\`${type} ${name}\n${body}\n\`\`\`\n`;
const idOf = (runner: NotebookRunner, name: string) =>
  runner.entries.find(({ block }) => block.kind === "cell" && block.name === name)!.id;

/** Runs a notebook of these cells from top to bottom. */
async function ran(...cells: readonly string[]) {
  const { engine, calls } = recordingEngine();
  const runner = new NotebookRunner(engine, parseNotebook(cells.join("")));
  await runner.runAll();
  return { runner, calls };
}

describe("a notebook that runs", () => {
  test("stops altogether when the cell that runs is cancelled", async () => {
    const { engine, calls } = recordingEngine();
    const cancelling: CellEngine = {
      ...engine,
      async profile() {
        throw Object.assign(new Error("Cancelled."), { name: "Cancelled" });
      },
    };
    const text =
      cell("profile", "p", "") +
      cell("subspace", "s", "") +
      cell("graph", "g", "") +
      cell("queue", "q", "detectors: [s]");
    const runner = new NotebookRunner(cancelling, parseNotebook(text));
    await runner.runAll();
    expect(calls).toEqual([]);
    expect(["p", "s", "g"].map((name) => runner.stateOf(idOf(runner, name)).error?.isCancelled)).toEqual([
      true,
      true,
      true,
    ]);
    expect(runner.stateOf(idOf(runner, "q")).status).toBe("failed");
  });

  test("runs a cell after those that it reads, wherever they stand", async () => {
    const { calls } = await ran(
      cell("queue", "cases", "detectors: [p]"),
      cell("sql", "b", "select * from a"),
      cell("sql", "a", "select 1"),
      cell("profile", "p", "history: 20"),
    );
    expect(calls.indexOf("sql a")).toBeLessThan(calls.indexOf("sql b"));
    expect(calls).toContain('profile p {"history":20}');
    expect(calls.at(-1)).toBe("queue cases");
  });

  test("fits a model before the cell that scores with it, and scores before the queue", async () => {
    const { runner, calls } = await ran(
      cell("queue", "cases", "detectors: [today]"),
      cell("score", "today", "model: month   # fitted below\nfrom: last"),
      cell("model", "month", "to: 2025-01-30\nroots: mapping"),
    );
    expect(calls).toEqual([
      'model month {"to":"2025-01-30","roots":null}',
      'score today {"model":"month","from":null}',
      "queue cases",
    ]);
    expect(runner.stateOf(idOf(runner, "today")).result).toMatchObject({ kind: "judged", result: { model: fitted } });
  });

  test("trains the net that a model keeps before the model is fitted", async () => {
    const { calls } = await ran(
      cell("model", "month", "embedding: gnn\nnet: learning"),
      cell("train", "learning", "training: { steps: 5 }"),
    );
    expect(calls).toEqual(["train learning", 'model month {"embedding":"gnn","net":"learning"}']);
  });

  test("a search refuses settings of training, which are what it searches for", async () => {
    const { runner } = await ran(cell("search", "trials", "budget: 5\ntraining: { steps: 5 }"));
    expect(runner.stateOf(idOf(runner, "trials")).error?.message).toContain("“training” is no setting of this cell.");
  });

  test("the standard investigation ends with the audit of its queue", async () => {
    const standard = await readFile("public/notebooks/standard-investigation.md", "utf8");
    const { engine, calls } = recordingEngine();
    await new NotebookRunner(engine, parseNotebook(standard)).runAll();
    expect(calls.slice(-2)).toEqual(["queue queue", "audit 50"]);
  });

  test("reruns what reads a changed cell, and nothing else", async () => {
    const { runner, calls } = await ran(
      cell("sql", "a", "select 1"),
      cell("sql", "b", "select * from a"),
      cell("sql", "c", "select 2"),
    );
    calls.length = 0;
    const a = idOf(runner, "a");
    runner.edit(a, { kind: "cell", type: "sql", name: "a", body: "select 3" });
    expect(runner.stateOf(a).status).toBe("stale");
    await runner.run(a);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(calls).toEqual(["sql a", "sql b"]);
  });

  test("an edit makes a cell and its readers stale, and taking it back makes them current again", async () => {
    const { engine, calls } = recordingEngine();
    const text = cell("sql", "a", "select 1") + cell("sql", "b", "select * from a") + cell("sql", "c", "select 2");
    const runner = new NotebookRunner(engine, parseNotebook(text));
    await runner.runAll();
    const statuses = () => ["a", "b", "c"].map((name) => runner.stateOf(idOf(runner, name)).status);
    runner.edit(idOf(runner, "a"), { kind: "cell", type: "sql", name: "a", body: "select 3" });
    expect(statuses()).toEqual(["stale", "stale", "done"]);
    runner.undo();
    expect(statuses()).toEqual(["done", "done", "done"]);
    runner.redo();
    calls.length = 0;
    await runner.runStale();
    expect(calls).toEqual(["sql a", "sql b"]);
    expect(statuses()).toEqual(["done", "done", "done"]);
  });

  test("running a cell first runs what it reads and what is stale", async () => {
    const { engine, calls } = recordingEngine();
    const text = cell("sql", "a", "select 1") + cell("sql", "b", "select * from a") + cell("sql", "c", "select 2");
    const runner = new NotebookRunner(engine, parseNotebook(text));
    await runner.run(idOf(runner, "b"));
    expect(calls).toEqual(["sql a", "sql b"]);
    runner.edit(idOf(runner, "a"), { kind: "cell", type: "sql", name: "a", body: "select 3" });
    await runner.run(idOf(runner, "b"));
    expect(calls).toEqual(["sql a", "sql b", "sql a", "sql b"]);
    expect(runner.stateOf(idOf(runner, "a")).status).toBe("done");
    expect(runner.stateOf(idOf(runner, "c")).status).toBe("stale");
  });

  test("a deleted cell comes back with what it gave, and those that read it say what they miss", async () => {
    const { engine } = recordingEngine();
    const runner = new NotebookRunner(
      engine,
      parseNotebook(cell("sql", "a", "select 1") + cell("sql", "b", "select * from a")),
    );
    await runner.runAll();
    const [a, b] = [idOf(runner, "a"), idOf(runner, "b")];
    runner.change(deleting(runner.entries, 0), { what: "delete a" });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(runner.stateOf(b).error?.message).toMatch(/reads a, and there is no such cell/);
    runner.undo();
    expect(runner.stateOf(a)).toMatchObject({ status: "stale", result: { kind: "table" } });
    await runner.runStale();
    expect([runner.stateOf(a).status, runner.stateOf(b).status]).toEqual(["done", "done"]);
  });

  test("stop ends a cell that never does, and all that wait, at once", async () => {
    const { engine, calls } = recordingEngine();
    const endless: CellEngine = { ...engine, profile: () => new Promise(() => {}) };
    const text = cell("profile", "p", "") + cell("sql", "s", "select * from p") + cell("sql", "t", "select 1");
    const runner = new NotebookRunner(endless, parseNotebook(text));
    const running = runner.runAll();
    while (runner.stateOf(idOf(runner, "p")).status !== "running")
      await new Promise((resolve) => setTimeout(resolve, 5));
    runner.stop();
    await running;
    expect(calls).toEqual([]);
    for (const name of ["p", "s", "t"])
      expect(runner.stateOf(idOf(runner, name))).toMatchObject({ status: "failed", error: { isCancelled: true } });
    await runner.run(idOf(runner, "t"));
    expect(calls).toEqual(["sql t"]);
  });

  test("whoever waits for a cell that is run again, or deleted, waits no longer", async () => {
    const { engine } = recordingEngine();
    const endless: CellEngine = { ...engine, profile: () => new Promise(() => {}) };
    const runner = new NotebookRunner(endless, parseNotebook(cell("profile", "p", "")));
    const running = runner.runAll();
    runner.change(deleting(runner.entries, 0), { what: "delete p" });
    await running;
  });

  test("says at its cell what is wrong, and runs the others", async () => {
    const { runner } = await ran(
      cell("sql", "x", "select * from y"),
      cell("sql", "y", "select * from x"),
      cell("sql", "bad", "broken"),
      cell("sql", "after", "select * from bad"),
      cell("hocus", "pocus", ""),
      cell("sql", "twice", "select 1"),
      cell("sql", "twice", "select 2"),
      cell("profile", "p", "histroy: 30"),
      cell("sql", "fine", "select 1"),
    );
    const message = (name: string) => runner.stateOf(idOf(runner, name)).error?.message ?? "";
    expect(message("x")).toBe("x reads y, y reads x: a circle can't be run. Change one of them.");
    expect(message("y")).toMatch(/^y reads x, x reads y/);
    expect(message("after")).toMatch(/reads bad|bad, which it reads, failed/);
    expect(message("bad")).toMatch(/no such table/);
    expect(message("pocus")).toMatch(/no kind of cell/);
    expect(message("twice")).toMatch(/Rename one/);
    expect(message("p")).toMatch(/“histroy” is no setting/);
    expect(runner.stateOf(idOf(runner, "fine")).status).toBe("done");
  });
});

test("a script's chart is brushed like any other: what reads it follows, and the script does not run again", async () => {
  const { engine, calls } = recordingEngine();
  const text = "```js drawn\nreturn { brush: 'x' }\n```\n\n```sql reader\nselect lo from drawn\n```\n";
  const runner = new NotebookRunner(engine, parseNotebook(text));
  await runner.runAll();
  const [drawn, reader] = runner.entries;
  expect(runner.stateOf(drawn!.id).result).toMatchObject({ kind: "chart", brushed: null });
  calls.length = 0;
  await runner.select(drawn!.id, { lo: "2", hi: "4" });
  expect(runner.stateOf(drawn!.id).result).toMatchObject({ kind: "chart", brushed: { lo: "2", hi: "4" } });
  await expect.poll(() => calls.at(-1)).toBe("sql reader");
  expect(calls.filter((call) => call.startsWith("script"))).toEqual([]);
  expect(calls[0]).toBe('brush drawn {"type":"number","lo":"2","hi":"4"}');
  const [again] = parseNotebook(text.replace("return", "// again\nreturn")).blocks;
  runner.edit(drawn!.id, again!);
  await runner.run(drawn!.id);
  expect(calls.filter((call) => call.startsWith("script"))).toHaveLength(1);
  expect(runner.stateOf(reader!.id).status).not.toBe("failed");
  runner.dispose();
});

describe("charts that filter each other", () => {
  const table = (name: string) => ({
    name,
    columns: [
      { name: "day", type: "time" as const, sqlType: "DATE" },
      { name: "n", type: "number" as const, sqlType: "INTEGER" },
    ],
    rows: 1,
    milliseconds: 1,
  });
  const chart = (name: string, data: string, x: string, more = "") =>
    cell("plot", name, `data: ${data}\nbrush: x\n${more}marks:\n  - { mark: dot, x: ${x}, y: n }`);
  const text =
    cell("sql", "days", "select day, n from log, sizes where lo is null or n between lo and hi") +
    chart("by_day", "days", "day") +
    cell("sql", "counts", "select day, n from log, by_day where lo is null or day between lo and hi") +
    chart("sizes", "counts", "n", "within: by_day\n");

  async function crossfiltered() {
    const { engine, calls } = recordingEngine();
    const drawing: CellEngine = {
      ...engine,
      async sql(name, body, onProgress) {
        await engine.sql(name, body, onProgress);
        return table(name);
      },
      window: async (_name, offset) => ({ offset, rows: [["2025-01-01", 1]] }),
    };
    const runner = new NotebookRunner(drawing, parseNotebook(text));
    await runner.runAll();
    const statuses = () => runner.entries.map(({ id }) => runner.stateOf(id).status);
    return { runner, calls, statuses };
  }
  const range = { lo: "2025-01-02T00:00:00.000Z", hi: "2025-01-03T00:00:00.000Z" };

  test("are no circle: a brush in one runs what reads it, and leaves its own chart as it is drawn", async () => {
    const { runner, calls, statuses } = await crossfiltered();
    expect(statuses()).toEqual(["done", "done", "done", "done"]);
    calls.length = 0;
    const state = await runner.select(idOf(runner, "by_day"), range);
    expect(state.result).toMatchObject({ kind: "chart", brushed: range });
    await expect
      .poll(() => calls)
      .toEqual(['brush by_day {"type":"day","lo":"2025-01-02","hi":"2025-01-03"}', "sql counts"]);
    await expect.poll(() => runner.stateOf(idOf(runner, "sizes")).result).toMatchObject({ data: { rows: [] } });
    calls.length = 0;
    await runner.select(idOf(runner, "sizes"), { lo: "1", hi: "2" });
    await expect.poll(() => calls).toEqual(['brush sizes {"type":"number","lo":"1","hi":"2"}', "sql days"]);
    await expect.poll(statuses).toEqual(["done", "done", "done", "done"]);
    expect(runner.stateOf(idOf(runner, "by_day")).result).toMatchObject({ brushed: range });
    await runner.select(idOf(runner, "by_day"), null);
    await expect
      .poll(() => runner.stateOf(idOf(runner, "sizes")).result)
      .toMatchObject({
        data: { rows: [["2025-01-01", 1]] },
        brushed: { lo: "1", hi: "2" },
      });
    runner.dispose();
  });

  test("a brush by another column begins anew; without a brush what read it says so", async () => {
    const { runner, calls } = await crossfiltered();
    const byDay = idOf(runner, "by_day");
    await runner.select(byDay, range);
    const edited = (body: string) => parseNotebook(cell("plot", "by_day", body)).blocks[0]!;
    calls.length = 0;
    runner.edit(byDay, edited("data: days\nbrush: x\nmarks:\n  - { mark: dot, x: n, y: n }"));
    await runner.run(byDay);
    expect(calls[0]).toBe("brush by_day null");
    expect(runner.stateOf(byDay).result).toMatchObject({ brushed: null });
    runner.edit(byDay, edited("data: days\nmarks:\n  - { mark: dot, x: n, y: n }"));
    await runner.runStale();
    const message = () => runner.stateOf(idOf(runner, "counts")).error?.message;
    await expect
      .poll(message)
      .toBe(
        "counts: by_day is a chart that can't be brushed: it has no rows to read. Add brush: x to by_day, or read days.",
      );
    runner.edit(byDay, edited("data: days\nbrush: x\nmarks:\n  - { mark: dot, x: n, y: n }"));
    await runner.run(byDay);
    await expect.poll(() => runner.stateOf(idOf(runner, "counts")).status).toBe("done");
    runner.dispose();
  });
});
