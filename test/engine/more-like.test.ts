import { beforeAll, expect, test } from "vitest";
import { defaults } from "../../src/engine/defaults.ts";
import type { Mapping } from "../../src/ingest/mapping.ts";
import { header, mapping, smallTenant } from "../e2e/small-tenant.ts";
import { type EngineHere, openEngineHere } from "../support/engine-here.ts";
import { landInMemory } from "../support/land.ts";

const night = (user: string, n: number) =>
  Array.from({ length: n }, (_, i) => `X${user}${i},16/04/2025 02:${String(10 + i)}:00,${user},Refund,,C${300 + i},DE`);
const lines = [
  ...smallTenant({ users: 14, days: 45 }).map(({ line }) => line),
  ...night("agent03", 41),
  ...night("agent11", 12),
];
const quiet = () => {};

const disk = new Map<string, Map<string, Blob>>();
let engine: EngineHere;
let tenant: Awaited<ReturnType<typeof openEngineHere>>["tenant"];
beforeAll(async () => {
  ({ engine, tenant } = await openEngineHere({ land: landInMemory(disk) }));
  await engine.keep(quiet);
  const plans = [new File([`${header}\n${lines.join("\n")}\n`], "desk.csv")];
  await engine.inspect(plans, quiet);
  await engine.importFiles(plans, { "desk.csv": mapping as Mapping }, quiet);
  await engine.profile("profile", defaults.profile, quiet);
  await engine.subspace("subspace", defaults.subspace, quiet);
}, 60_000);

test("without a root the queue is ordered by likeness of the reasons: the other night follows the first, each p stays, and it is taken back whole", async () => {
  const before = await engine.queue("queue", { detectors: ["profile", "subspace"], budget: 30, control: 0 }, quiet);
  const first = before.find(({ actor, day }) => actor === "agent03" && day === "2025-04-16")!;
  const other = before.find(({ actor, day }) => actor === "agent11" && day === "2025-04-16")!;
  const { cases, by } = await engine.moreLike(first.id, true, quiet);
  expect(by).toBe("reasons");
  expect(cases[0]?.id).toBe(first.id);
  expect(cases.findIndex(({ id }) => id === other.id)).toBeLessThanOrEqual(2);
  expect(cases.map(({ rank }) => rank)).toEqual(before.map((_, i) => i + 1));
  expect(new Map(cases.map(({ id, p }) => [id, p]))).toEqual(new Map(before.map(({ id, p }) => [id, p])));
  expect((await engine.moreLike(first.id, false, quiet)).cases).toEqual(before);
});

test("with a root it joins the interesting ones, and nearness to it is ranked; taken back, the queue is as before", async () => {
  await engine.graph("graph", defaults.graph, quiet);
  const before = await engine.queue("queue", { detectors: ["profile", "graph"], budget: 30, control: 0 }, quiet);
  const root = before.find(({ actionId }) => actionId !== null)!;
  const { cases, by } = await engine.moreLike(root.id, true, quiet);
  expect(by).toBe("roots");
  expect(cases.some(({ opinions }) => opinions.some(({ detector }) => detector === "graph-nn"))).toBe(true);
  expect((await engine.moreLike(root.id, false, quiet)).cases).toEqual(before);
  await expect(engine.moreLike("nobody:1", true, quiet)).rejects.toThrow("no longer has this case");
});

test("a ranking that is stopped leaves the queue, the interesting roots and what comes next as they were", async () => {
  const before = await engine.queue("queue", { detectors: ["profile", "graph"], budget: 30, control: 0 }, quiet);
  const root = before.find(({ actionId }) => actionId !== null)!;
  const { saved } = tenant.interesting;
  await expect(engine.moreLike(root.id, true, () => void engine.cancel())).rejects.toThrow("Cancelled");
  await expect(engine.star(root.id, true, () => void engine.cancel())).rejects.toThrow("Cancelled");
  expect(tenant.interesting.saved).toEqual(saved);
  expect(await engine.queue("queue", { detectors: ["profile", "graph"], budget: 30, control: 0 }, quiet)).toEqual(
    before,
  );
});

test("what is looked for comes back with the tenant, by roots and by reasons", async () => {
  const cases = await engine.queue("queue", { detectors: ["profile", "graph"], budget: 30, control: 0 }, quiet);
  const root = cases.find(({ actionId }) => actionId !== null)!;
  await engine.moreLike(root.id, true, quiet);
  const before = await engine.queue("queue", { detectors: ["profile", "subspace"], budget: 30, control: 0 }, quiet);
  const night = before.find(({ actor, day }) => actor === "agent03" && day === "2025-04-16")!;
  const { cases: alike } = await engine.moreLike(night.id, true, quiet);
  await engine.settle();

  const { engine: later } = await openEngineHere({ land: landInMemory(disk, { isWritable: false }) });
  const { liked } = await later.openStored([...disk.keys()][0]!, quiet, quiet);
  expect(liked).toEqual([
    { id: root.id, by: "roots" },
    { id: night.id, by: "reasons" },
  ]);
  await later.profile("profile", defaults.profile, quiet);
  await later.subspace("subspace", defaults.subspace, quiet);
  const again = await later.queue("queue", { detectors: ["profile", "subspace"], budget: 30, control: 0 }, quiet);
  expect(again.map(({ id }) => id)).toEqual(alike.map(({ id }) => id));
});
