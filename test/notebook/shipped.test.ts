import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { demoMappings } from "../../src/demo/mappings.ts";
import { parseNotebook } from "../../src/notebook/document.ts";
import type { CellEngine } from "../../src/notebook/kinds/kind.ts";
import { type CellState, NotebookRunner } from "../../src/notebook/runner.ts";
import { generate } from "../demo/generated.ts";
import { type EngineHere, openEngineHere } from "../support/engine-here.ts";
import { sharedData } from "../support/shared-data.ts";

const folder = join(import.meta.dirname, "../../public/notebooks");
const names = readdirSync(folder).filter((name) => name.endsWith(".md"));
const shipped = (name: string) => parseNotebook(readFileSync(join(folder, name), "utf8"));

/** Runs a notebook and gives each cell's state by its name. */
async function run(engine: EngineHere, name: string): Promise<ReadonlyMap<string, CellState>> {
  const runner = new NotebookRunner(engine as unknown as CellEngine, shipped(name));
  await runner.runAll();
  const states = new Map<string, CellState>();
  for (const { id, block } of runner.entries) if (block.kind === "cell") states.set(block.name, runner.stateOf(id));
  runner.dispose();
  return states;
}

const failures = (states: ReadonlyMap<string, CellState>) =>
  [...states].flatMap(([name, { status, error }]) => (status === "done" ? [] : [`${name}: ${error?.message ?? status}`]));

const said = (states: ReadonlyMap<string, CellState>): string => {
  const result = states.get("findings")?.result;
  return result?.kind === "text" ? result.text : "";
};

describe("the notebooks that ship, on a small demo tenant", () => {
  let engine: EngineHere;
  const planted = new Map<string, readonly string[]>();

  beforeAll(async () => {
    const demo = generate({ users: 120, days: 38 });
    for (const { kind, actors } of demo.planted) planted.set(kind, actors);
    const files = [...demo.texts].map(([name, text]) => new File([text], name));
    ({ engine } = await openEngineHere());
    await engine.importFiles(files, { ...demoMappings }, () => {});
  }, 120_000);

  test.each(names)("%s runs without an error", async (name) => {
    const started = performance.now();
    const states = await run(engine, name);
    console.log(name, performance.now() - started, said(states), [...planted]);
    for (const [n, s] of states) if (s.result?.kind === "table") console.log(n, s.result.table.rows, Math.round(s.result.table.milliseconds), JSON.stringify((await engine.window(n, 0, 5)).rows));
    expect(failures(states)).toEqual([]);
  }, 120_000);
});
