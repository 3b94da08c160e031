import { File } from "node:buffer";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { doubles, ints } from "../../src/db/columns.ts";
import { demoMappings } from "../../src/demo/mappings.ts";
import { demoSupportDesk } from "../../src/demo/support-desk.ts";
import { localNets } from "../../src/detectors/graph/gnn/backend.ts";
import type { ActionGraph } from "../../src/detectors/graph/graph.ts";
import type { ComputePool } from "../../src/engine/compute-pool.ts";
import { detectGraph } from "../../src/engine/detection.ts";
import { evaluateDetections } from "../../src/engine/evaluation.ts";
import { inspectFiles } from "../../src/engine/inspect.ts";
import { Nets } from "../../src/engine/nets.ts";
import { Tenant } from "../../src/engine/tenant.ts";
import { decodeHere } from "../../src/ingest/decode-here.ts";
import { type Job, quietJob } from "../../src/lib/job.ts";
import { openTestDatabase } from "../support/database.ts";
import { herePool } from "../support/here-pool.ts";

const pool = { nets: (graph: ActionGraph, job: Job) => localNets(graph, job) } as unknown as ComputePool;
const settings = {
  history: 30,
  from: null,
  to: null,
  steps: 2,
  nearest: 5,
  gap: 300,
  roots: null,
  barred: ["actor"],
  mutations: {},
  seed: 7,
  embedding: "gnn" as const,
  training: { steps: 30, width: 8, heads: 2 },
  net: null,
};
let tenant: Tenant;

beforeAll(async () => {
  tenant = await Tenant.create(await openTestDatabase({ canonical: false }), decodeHere());
  const parts = [...demoSupportDesk({ agents: 15, rootsPerWeek: 250, days: 12 })].map(({ bytes }) => bytes);
  const file = new File(parts, "support_desk.csv") as unknown as globalThis.File;
  await tenant.importFiles(await inspectFiles([file], quietJob()), demoMappings, quietJob());
}, 60_000);

describe("the nets of a tenant", () => {
  const machines = { job: quietJob(), device: null, pool };

  test("are trained into a table of their learning curve, and kept by the cell's name until the actions change", async () => {
    const nets = new Nets();
    const info = await nets.train(tenant, "learning", settings, machines);
    expect(info.columns.map(({ name }) => name)).toEqual(["step", "loss", "objective"]);
    const table = await tenant.db.query(
      "select step, objective, coalesce(loss, -1) as loss from learning order by step",
    );
    expect([...ints(table, "step")]).toEqual([0, 20, 30]);
    expect(doubles(table, "loss")[0]).toBe(-1);
    expect(doubles(table, "objective").every(Number.isFinite)).toBe(true);
    expect(nets.get("learning", tenant.folding).net.shape.width).toBe(8);
    expect(() => nets.get("learning", tenant.folding + 1)).toThrow(/folded into other actions/);
    expect(() => nets.get("other", tenant.folding)).toThrow(/No train cell named other/);
  });

  test("judge no day that they learnt from", async () => {
    const nets = new Nets();
    await nets.train(tenant, "learning", { ...settings, training: { steps: 2, width: 8, heads: 2 } }, machines);
    expect(nets.get("learning", tenant.folding, "2025-08-09").points.length).toBeGreaterThan(0);
    expect(() => nets.get("learning", tenant.folding, "2025-08-08")).toThrow(/learnt from the days before 2025-08-09/);
    const earlier = { ...settings, net: "learning", from: "2025-08-07", to: "2025-08-08" };
    await expect(detectGraph(tenant, "graph", earlier, { ...machines, nets })).rejects.toThrow(
      /learnt from the days before 2025-08-09/,
    );
  });

  test("are what an evaluation judges injected days by: it trains none of its own", async () => {
    const nets = new Nets();
    const small = { ...settings, training: { steps: 2, width: 8, heads: 2 } };
    await nets.train(tenant, "learning", small, machines);
    const backends = { device: null, pool: herePool };
    const quiet = { job: quietJob(), ...backends, nets };
    const detection = await detectGraph(tenant, "graph", { ...small, net: "learning" }, quiet);
    const stages = new Set<string>();
    const job = { ...quietJob(), report: ({ stage }: { stage: string }) => stages.add(stage) };
    const asked = { detectors: [], pairs: 1, before: 2, draws: 1, mutations: 0, seed: 1 };
    const { findings, pairs } = await evaluateDetections([detection], asked, backends, job);
    expect(pairs).toBe(1);
    expect(findings.map(({ ranking }) => ranking)).toContain("graph-smr");
    expect([...stages].filter((stage) => stage.startsWith("Training"))).toEqual([]);
  });

  test("go on where they were when the cell runs again after it was cancelled", async () => {
    const nets = new Nets();
    const stop = new AbortController();
    const steps: number[] = [];
    const job = {
      signal: stop.signal,
      report: ({ stage, done }: { stage: string; done: number }) => {
        if (stage.startsWith("Training") && done === 25) stop.abort();
      },
    };
    await expect(nets.train(tenant, "learning", settings, { ...machines, job })).rejects.toThrow("Cancelled");
    const seen = {
      ...quietJob(),
      report: ({ stage, done }: { stage: string; done: number }) => {
        if (stage.startsWith("Training")) steps.push(done);
      },
    };
    await nets.train(tenant, "learning", settings, { ...machines, job: seen });
    expect(steps[0]).toBe(21);
    const resumed = nets.get("learning", tenant.folding).net.weights;
    await nets.train(tenant, "learning", settings, machines);
    expect(resumed).toEqual(nets.get("learning", tenant.folding).net.weights);
  });

  test("have their settings searched for, into a table of trials", async () => {
    const info = await new Nets().search(tenant, "trials", { ...settings, budget: 4, trials: null }, machines);
    expect(info.rows).toBeGreaterThan(0);
    const table = await tenant.db.query("select rank, steps, objective, phi from trials order by rank");
    expect(ints(table, "rank")[0]).toBe(1);
    expect(ints(table, "steps").every((steps) => steps > 0)).toBe(true);
    expect(doubles(table, "phi").every((phi) => phi > 0 && phi < 1)).toBe(true);
  });

  test("have their settings searched for no longer when reading and sampling have used up the time", async () => {
    const now = performance.now.bind(performance);
    let late = 0;
    const clock = vi.spyOn(performance, "now").mockImplementation(() => now() + late);
    const slow = {
      nets: (graph: ActionGraph, job: Job) => ({
        open: async (...given: Parameters<ReturnType<typeof localNets>["open"]>) => {
          late = 15_000;
          return localNets(graph, job).open(...given);
        },
      }),
    } as unknown as ComputePool;
    const budget = { ...settings, budget: 15, trials: 2 };
    const info = await new Nets().search(tenant, "late", budget, { ...machines, pool: slow });
    clock.mockRestore();
    expect(info.rows).toBe(1);
  });
});
