import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { demoMappings } from "../../src/demo/mappings.ts";
import type { CellState } from "../../src/notebook/cell-state.ts";
import { parseNotebook } from "../../src/notebook/document.ts";
import type { CellEngine } from "../../src/notebook/kinds/kind.ts";
import { NotebookRunner } from "../../src/notebook/runner.ts";
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
  [...states].flatMap(([name, { status, error }]) =>
    status === "done" ? [] : [`${name}: ${error?.message ?? status}`],
  );

const said = (states: ReadonlyMap<string, CellState>): string => {
  const result = states.get("findings")?.result;
  return result?.kind === "text" ? result.text : "";
};

/** A log without most of its users: the named ones, and of the others those with a name in A or B. */
function ofSome(text: string, wanted: ReadonlySet<string>): string {
  const [header, ...lines] = text.split("\n");
  const kept = lines.filter((line) => {
    const user = line.split(",", 3)[2] ?? "";
    return wanted.has(user) || /^[ab]/.test(user);
  });
  return `${[header, ...kept].join("\n")}\n`;
}

describe("the notebooks that ship, on a small demo tenant", () => {
  let engine: EngineHere;
  const planted = new Map<string, readonly string[]>();
  const namesOf = (kind: string) => new RegExp(planted.get(kind)!.join("|"));

  beforeAll(async () => {
    const demo = generate({ users: 120, days: 38 });
    for (const { kind, actors } of demo.planted) planted.set(kind, actors);
    const insiders = new Set([...planted.values()].flat());
    const files = [...demo.texts].map(([name, text]) => new File([ofSome(text, insiders)], name));
    ({ engine } = await openEngineHere());
    await engine.importFiles(files, { ...demoMappings }, () => {});
  }, 120_000);

  test("are the standard investigation and three others", () => {
    expect(names.sort()).toEqual([
      "exfiltration-review.md",
      "logon-investigation.md",
      "standard-investigation.md",
      "support-desk-audit.md",
    ]);
  });

  test("the standard investigation runs, and fills a queue", async () => {
    const states = await run(engine, "standard-investigation.md");
    expect(failures(states)).toEqual([]);
    expect(states.get("queue")?.result).toMatchObject({ kind: "cases" });
  }, 120_000);

  test("the logon investigation finds who came in under another's id", async () => {
    const states = await run(engine, "logon-investigation.md");
    expect(failures(states)).toEqual([]);
    expect(said(states).split("\n")[0]).toMatch(namesOf("account takeover"));
    expect(said(states)).toMatch(/came in \d+ times from what was new to this user: .*network/);
  }, 120_000);

  test("the support desk's audit finds reads without a customer, and refunds of the same customers again", async () => {
    const states = await run(engine, "support-desk-audit.md");
    expect(failures(states)).toEqual([]);
    expect(said(states)).toMatch(namesOf("customer browsing"));
    expect(said(states)).toMatch(namesOf("refund fraud"));
    expect(states.get("audit")?.result).toMatchObject({ kind: "audit" });
  }, 120_000);

  test("the exfiltration review finds who takes the library away, and draws the first taker's days", async () => {
    const states = await run(engine, "exfiltration-review.md");
    expect(failures(states)).toEqual([]);
    expect(said(states)).toMatch(namesOf("data hoarding"));
    expect(states.get("first_taker")?.result).toMatchObject({ kind: "chart" });
  }, 120_000);
});

const data = sharedData();

test.skipIf(data === null)(
  "the logon investigation runs on Windows Security events too",
  async () => {
    const packed = readFileSync(join(data!, "windows_security/windows_security_all.ndjson.gz"));
    const about = /"EventID":\s*"?(?:46(?:24|25|48|72)|47\d\d|1102)\b/i;
    const lines = gunzipSync(packed)
      .toString()
      .split("\n")
      .filter((line) => about.test(line));
    expect(lines.length).toBeGreaterThan(500);
    const { engine } = await openEngineHere();
    await engine.importFiles([new File([`${lines.join("\n")}\n`], "windows.ndjson")], {}, () => {});
    const states = await run(engine, "logon-investigation.md");
    expect(failures(states)).toEqual([]);
    const logons = states.get("logons")?.result;
    expect(logons?.kind === "table" && logons.table.rows).toBeGreaterThan(500);
  },
  120_000,
);

test.skipIf(data === null)(
  "the support desk's audit finds the roots and callers of ServiceNow's incidents too",
  async () => {
    const packed = readFileSync(join(data!, "servicenow_incidents/incident_event_log.csv.gz"));
    const lines = gunzipSync(packed).toString().split("\n", 3000);
    const { engine } = await openEngineHere();
    await engine.importFiles([new File([`${lines.join("\n")}\n`], "incidents.csv")], {}, () => {});
    const states = await run(engine, "support-desk-audit.md");
    expect(failures(states)).toEqual([]);
    const roots = states.get("judged_roots")?.result;
    expect(roots?.kind === "table" && roots.table.rows).toBeGreaterThan(100);
    const agents = states.get("agents")?.result;
    expect(agents?.kind === "table" && agents.table.rows).toBeGreaterThan(10);
    expect(said(states)).not.toContain("desk_words");
  },
  120_000,
);
