import { beforeAll, expect, test } from "vitest";
import { hasAxis, wholeDay } from "../../src/detectors/subspace/axis.ts";
import { subspaceDefaults } from "../../src/detectors/subspace/input.ts";
import type { ComputePool } from "../../src/engine/compute-pool.ts";
import { type EventsOfDay, eventsOfDay } from "../../src/engine/day-events.ts";
import { type Detection, detectSubspace } from "../../src/engine/detection.ts";
import { evaluateDetections } from "../../src/engine/evaluation.ts";
import { storeScores } from "../../src/engine/score-table.ts";
import { Stopwatch } from "../../src/engine/stopwatch.ts";
import type { Tenant } from "../../src/engine/tenant.ts";
import { readFeatures } from "../../src/features/read-features.ts";
import { dayCounts, soloDay } from "../../src/features/solo.ts";
import { subspaceRange } from "../../src/gpu/subspace.cpu.ts";
import { quietJob } from "../../src/lib/job.ts";
import { rankCases } from "../../src/ranking/queue.ts";
import { openTestDatabase } from "../support/database.ts";

let tenant: Tenant;

const settings = { ...subspaceDefaults, from: null, to: null, axis: wholeDay };
const pool = {
  subspace: () => ({ parallel: 1, range: async (...work: Parameters<typeof subspaceRange>) => subspaceRange(...work) }),
};

const detect = (name: string, axis: string): Promise<Detection> =>
  detectSubspace(
    tenant,
    name,
    { ...settings, axis },
    { job: quietJob(), device: null, pool: pool as unknown as ComputePool },
  );

beforeAll(async () => {
  const db = await openTestDatabase();
  await db.run(`
    insert into actors select i, 'user' || i, false from range(8) t(i);
    insert into types values (0, 'read', false), (1, 'it''s "odd"', false);
    insert into entities select i, 'host', 'H' || i from range(9) t(i);
    insert into events select i, timestamp '2024-05-01 10:00:00' + interval ((i // 8) % 40) day, i % 8, (i // 320) % 2, null, 0, i, 0 from range(2560) t(i);
    insert into entities select 9 + i, 'ticket', 'T' || i from range(7000) t(i);
    insert into refs select e.event, 9 + (e.event * 3 + k) % 7000, 0 from events e, range(3) t(k);
    insert into refs select e.event, case when e.actor = 3 and e.ts > timestamp '2024-06-09' then 8 else e.actor end, 0 from events e;
  `);
  const features = await readFeatures(db);
  const local = (ts: string) => ts;
  tenant = { db, zone: "UTC", local, stopwatch: new Stopwatch(), features: async () => features } as unknown as Tenant;
}, 60_000);

test("two subspace cells with different axes stand beside each other in one queue", async () => {
  const cells = [await detect("subspace", wholeDay), await detect("hosts", "host")];
  expect(cells.map(({ ranked }) => ranked[0]!.name)).toEqual(["subspace", "subspace:host"]);
  const [first] = rankCases({ detectors: cells.flatMap(({ ranked }) => ranked), budget: 1 });
  expect(first!.actor).toBe(3);
  expect(first!.opinions.map(({ detector, rank }) => [detector, rank])).toEqual([
    ["subspace", 1],
    ["subspace:host", 1],
  ]);
  const reasons = cells[1]!.explain("subspace:host", { actor: 3, day: 39, action: -1, p: 0.01 });
  expect(reasons[0]!.detector).toBe("subspace:host");
  expect(reasons.map(({ sentence }) => sentence).join(" ")).toContain("on host H8 where the month explains none");
});

test("a cell's result says how often normal days would have raised an alarm", async () => {
  const result = await storeScores(tenant.db, await detect("hosts", "host"), { started: 0, job: quietJob() });
  expect(result.facts.at(-1)).toMatch(
    /^False alarms on \d+ history days: the textbook’s threshold \(Jackson–Mudholkar\)/,
  );
  expect(result.table.rows).toBe(result.items);
});

test("a day of an axis that was hashed where it was read is scored again by the entities of its events", async () => {
  const detection = await detect("tickets", "ticket");
  expect(hasAxis(detection.features, "ticket")).toBe(false);
  expect(detection.facts![0]).toMatch(/^\d,\d+ values of ticket are hashed/);
  const { scores } = detection.ranked[0]!;
  const features = detection.features;
  for (const i of [0, 17, 40]) {
    const [actor, day] = [scores.actor[i]!, scores.day[i]!];
    const { events } = (await eventsOfDay(tenant, detection, { actor, day })) as EventsOfDay;
    const solo = soloDay(features, actor, day)(dayCounts(features, actor, day));
    const again = detection.rescore!(actor, day)!;
    expect(again(solo, events)).toBeCloseTo(scores.score[i]!, 9);
    expect(again(solo, events.slice(1))).not.toBeCloseTo(scores.score[i]!, 3);
    expect(again(solo, [])).toBeNull();
  }
});

test("an evaluation swaps the ids of an axis whose entities are hashed too", async () => {
  const cells = [await detect("hosts", "host"), await detect("tickets", "ticket")];
  expect(hasAxis(await readFeatures(tenant.db), "ticket")).toBe(false);
  const asked = { pairs: 2, before: 10, draws: 2, mutations: 0, seed: 1 };
  const { findings } = await evaluateDetections(
    cells,
    asked as Parameters<typeof evaluateDetections>[1],
    { device: null, pool: pool as unknown as ComputePool },
    quietJob(),
  );
  const auc = (ranking: string) =>
    findings.filter((one) => one.ranking === ranking).map(({ measured }) => measured.auc);
  expect(Math.min(...auc("subspace:host"))).toBeGreaterThan(0.9);
  expect(auc("subspace:ticket")).toHaveLength(2);
});
