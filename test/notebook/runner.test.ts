import { describe, expect, test } from "vitest";
import { parseNotebook } from "../../src/notebook/document.ts";
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
    window: async (_name, offset) => ({ offset, rows: [[1]] }),
    profile: scores("profile"),
    subspace: scores("subspace"),
    graph: scores("graph"),
    train: async (name) => table(name),
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

  test("says at its cell what is wrong, and runs the others", async () => {
    const { runner } = await ran(
      cell("sql", "x", "select * from y"),
      cell("sql", "y", "select * from x"),
      cell("sql", "bad", "broken"),
      cell("hocus", "pocus", ""),
      cell("sql", "twice", "select 1"),
      cell("sql", "twice", "select 2"),
      cell("profile", "p", "histroy: 30"),
      cell("sql", "fine", "select 1"),
    );
    const message = (name: string) => runner.stateOf(idOf(runner, name)).error?.message ?? "";
    expect(message("x")).toMatch(/circle/);
    expect(message("bad")).toMatch(/no such table/);
    expect(message("pocus")).toMatch(/no kind of cell/);
    expect(message("twice")).toMatch(/Rename one/);
    expect(message("p")).toMatch(/“histroy” is no setting/);
    expect(runner.stateOf(idOf(runner, "fine")).status).toBe("done");
  });
});
