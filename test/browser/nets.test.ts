import { expect, test } from "vitest";
import { localNets } from "../../src/detectors/graph/gnn/backend.ts";
import { groupRoots } from "../../src/detectors/graph/gnn/pairs.ts";
import { trainNet } from "../../src/detectors/graph/gnn/train.ts";
import { findRoots } from "../../src/detectors/graph/pool.ts";
import { naturalRoots } from "../../src/detectors/graph/roots.ts";
import { ComputePool } from "../../src/engine/compute-pool.ts";
import { quietJob } from "../../src/lib/job.ts";
import { supportDesk } from "../detectors/graph/desk.ts";

const { graph, day } = supportDesk({ agents: 6, customers: 60, days: 21 });
const { before } = findRoots(graph, day, { scored: { from: 14, to: 20 }, history: 30, roots: null });
const groups = groupRoots({ actor: graph.actor, day }, before, { most: 120 });
const lessons = { groups, mutants: { origin: new Int32Array(), kind: [] } };
const roots = naturalRoots(graph, groups.action);
const sampling = { steps: 2, nearest: 10 };
const settings = { steps: 10, width: 8, heads: 2, rounds: 1 };

test("workers train the same net as one thread does, to the bit, and embed alike", async () => {
  const pool = new ComputePool({ most: 2 });
  try {
    const here = localNets(graph);
    const there = pool.nets(graph, quietJob());
    const expected = await trainNet(graph, lessons, await here.open(roots, sampling), { settings });
    const found = await trainNet(graph, lessons, await there.open(roots, sampling), { settings });
    expect(found.state.weights).toEqual(expected.state.weights);
    expect(found.state.points).toEqual(expected.state.points);
    const run = { job: quietJob(), stage: "Embedding" };
    const embedded = await there.embed(roots, sampling, found.net, run);
    expect(embedded).toEqual(await here.embed(roots, sampling, expected.net, run));
  } finally {
    pool.close();
  }
});

test("training in workers stops when it is cancelled", async () => {
  const pool = new ComputePool({ most: 2 });
  try {
    const stop = new AbortController();
    const job = { signal: stop.signal, report: ({ done }: { done: number }) => done === 3 && stop.abort() };
    const machine = await pool.nets(graph, job).open(roots, sampling);
    const began = performance.now();
    const training = trainNet(graph, lessons, machine, { settings: { ...settings, steps: 1e6 }, job });
    await expect(training).rejects.toMatchObject({ name: "Cancelled" });
    expect(performance.now() - began).toBeLessThan(30_000);
  } finally {
    pool.close();
  }
});
