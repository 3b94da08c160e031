import { beforeAll, describe, expect, test } from "vitest";
import { subspaceDefaults } from "../../src/detectors/subspace/input.ts";
import { makeCases } from "../../src/engine/cases.ts";
import type { ComputePool } from "../../src/engine/compute-pool.ts";
import { type Detection, detectProfile, detectSubspace } from "../../src/engine/detection.ts";
import { entityPageOf } from "../../src/engine/entity-page.ts";
import { inspectFiles } from "../../src/engine/inspect.ts";
import { rowsWhere } from "../../src/engine/row-query.ts";
import { historyDaysOf, standingsOf } from "../../src/engine/standings.ts";
import { Tenant } from "../../src/engine/tenant.ts";
import { tenantPageOf } from "../../src/engine/tenant-page.ts";
import { userList } from "../../src/engine/user-list.ts";
import { userPageOf } from "../../src/engine/user-page.ts";
import { identityRange } from "../../src/gpu/identity.cpu.ts";
import type { IdentityInput } from "../../src/gpu/identity.input.ts";
import { subspaceRange } from "../../src/gpu/subspace.cpu.ts";
import { decodeHere } from "../../src/ingest/decode-here.ts";
import type { Mapping } from "../../src/ingest/mapping.ts";
import { UserError } from "../../src/lib/errors.ts";
import { quietJob } from "../../src/lib/job.ts";
import { header, mapping, smallTenant } from "../e2e/small-tenant.ts";
import { openTestDatabase } from "../support/database.ts";

const lastDay = "2025-04-16";
const culprit = "agent03";
const rows = [
  ...smallTenant({ users: 14, days: 45 }),
  ...Array.from({ length: 41 }, (_, i) => {
    const at = `02:${String(10 + i).padStart(2, "0")}:00`;
    const line = `X${i},16/04/2025 ${at},${culprit},Refund,,C${300 + i},DE`;
    return { id: `X${i}`, day: lastDay, user: culprit, action: "Refund", line };
  }),
];
const own = rows.filter(({ user }) => user === culprit);

const pool = {
  identity: () => ({ parallel: 1, work: async (input: IdentityInput) => identityRange(input, 0, input.self.length) }),
  subspace: () => ({ parallel: 1, range: async (...work: Parameters<typeof subspaceRange>) => subspaceRange(...work) }),
} as unknown as ComputePool;

let tenant: Tenant;
let detections: Detection[];

beforeAll(async () => {
  const job = quietJob();
  tenant = await Tenant.create(await openTestDatabase({ canonical: false }), decodeHere());
  const file = new File([`${header}\n${rows.map(({ line }) => line).join("\n")}\n`], "desk.csv");
  await tenant.importFiles(await inspectFiles([file], job), { "desk.csv": mapping as Mapping }, job);
  const window = { history: 30, from: null, to: null };
  const work = { job, device: null, pool };
  detections = [
    await detectProfile(tenant, "profile", { ...window, alpha: 5, peers: "auto" }, work),
    await detectSubspace(tenant, "subspace", { ...window, ...subspaceDefaults, axis: "all" }, work),
  ];
}, 60_000);

describe("rows by query", () => {
  test("a query counts and gives what the file has, with line and record, the latest first", async () => {
    const { rows: found, total } = await rowsWhere(tenant, { actor: culprit, day: lastDay }, 0, 500);
    const expected = own.filter(({ day }) => day === lastDay);
    expect(total).toBe(expected.length);
    expect(new Set(found.map(({ raw }) => raw))).toEqual(new Set(expected.map(({ line }) => line)));
    for (const { line, raw } of found) expect(rows[line - 2]!.line).toBe(raw);
    expect(found.map(({ time }) => time)).toEqual(
      found
        .map(({ time }) => time)
        .toSorted()
        .reverse(),
    );
  });

  test("local hours and weekdays, types, entities and attributes narrow it; windows follow one another", async () => {
    const night = { actor: culprit, hour: 2, weekday: 2 };
    expect((await rowsWhere(tenant, night, 0, 1)).total).toBe(41);
    expect((await rowsWhere(tenant, { ...night, weekday: 3 }, 0, 1)).total).toBe(0);
    const refunds = own.filter(({ action }) => action === "Refund").length;
    expect((await rowsWhere(tenant, { actor: culprit, type: "Refund" }, 0, 1)).total).toBe(refunds);
    const entity = { type: "customer", name: "C305" };
    expect((await rowsWhere(tenant, { entity }, 0, 5)).rows[0]!.raw).toContain(",C305,");
    const austria = rows.filter(({ line }) => line.endsWith(",AT")).length;
    expect((await rowsWhere(tenant, { attribute: { name: "country", value: "AT" } }, 0, 1)).total).toBe(austria);
    const all = await rowsWhere(tenant, night, 0, 10);
    const second = await rowsWhere(tenant, night, 5, 5);
    expect(second.rows).toEqual(all.rows.slice(5));
  });

  test("a name that the logs don't have is said", async () => {
    await expect(rowsWhere(tenant, { actor: "nobody' or 1=1" }, 0, 1)).rejects.toThrow(UserError);
    await expect(rowsWhere(tenant, { entity: { type: "ticket", name: "C305" } }, 0, 1)).rejects.toThrow(UserError);
    await expect(rowsWhere(tenant, { day: "yesterday" }, 0, 1)).rejects.toThrow(UserError);
  });
});

describe("a user's page", () => {
  test("counts every event by day and type, by hour of the week, and tells the scored days", async () => {
    const page = await userPageOf(tenant, detections, culprit);
    const sum = (counts: Int32Array) => counts.reduce((a, b) => a + b, 0);
    expect(page.events).toBe(own.length);
    expect(sum(page.types.counts)).toBe(own.length);
    expect(sum(page.week.before) + sum(page.week.scored)).toBe(own.length);
    expect(page.week.scored[2 * 24 + 2]).toBe(41);
    expect(page.week.before[2 * 24 + 2]).toBe(0);
    const at = page.types.days.indexOf(lastDay);
    const refund = page.types.names.indexOf("Refund");
    expect(page.types.counts[refund * page.types.days.length + at]).toBe(
      own.filter(({ day, action }) => day === lastDay && action === "Refund").length,
    );
    expect(page.window!.to).toBe(lastDay);
    const { ranked } = await makeCases(tenant, detections, { budget: 500, control: 0, seed: 1, job: quietJob() });
    const queued = ranked.filter(({ actor }) => actor === culprit);
    expect(new Map(page.scored.map(({ day, p }) => [day, p]))).toEqual(new Map(queued.map(({ day, p }) => [day, p])));
    expect(page.scored.toSorted((a, b) => a.p - b.p)[0]!.day).toBe(lastDay);
  });

  test("says what is newly touched, and by whom first", async () => {
    const { fresh, freshTotal, traits, window } = await userPageOf(tenant, detections, culprit);
    const before = new Set(own.filter(({ day }) => day < window!.from).map(({ line }) => line.split(",")[5]));
    const since = new Set(own.filter(({ day }) => day >= window!.from).map(({ line }) => line.split(",")[5]!));
    const customers = [...since].filter((name) => name !== "" && !before.has(name));
    expect(freshTotal).toBeGreaterThanOrEqual(customers.length);
    expect(fresh.length).toBeLessThanOrEqual(freshTotal);
    expect(fresh.find(({ name }) => name === "C340") ?? { toTenant: true }).toMatchObject({ toTenant: true });
    const country = traits.find(({ name }) => name === "country")!;
    expect(country).toMatchObject({ kind: "attribute", distinct: 1 });
    expect(country.values[0]).toMatchObject({ value: "DE", events: own.length });
    const customer = traits.find(({ name }) => name === "customer")!;
    const distinct = new Set(own.map(({ line }) => line.split(",")[5]).filter((name) => name !== ""));
    expect(customer.distinct).toBe(distinct.size);
  });

  test("the day is beyond the history of its detectors", () => {
    const standings = standingsOf(detections, culprit, lastDay);
    expect(standings.map(({ detector }) => detector)).toEqual(["profile", "subspace"]);
    for (const { value, edges, history, beyond, total } of standings) {
      expect(history.reduce((a, b) => a + b, 0)).toBe(total);
      expect(beyond / total).toBeLessThan(0.01);
      expect(edges.at(-1)).toBeGreaterThanOrEqual(value);
    }
    expect(standingsOf(detections, culprit, "2025-03-03")).toEqual([]);
  });
});

test("an entity's page has who touches it, how, beside what, and which cases name it", async () => {
  const cases = await makeCases(tenant, detections, { budget: 5, control: 0, seed: 1, job: quietJob() });
  const summaries = cases.shown.map(({ summary }) => summary);
  const page = await entityPageOf(tenant, summaries, { type: "customer", name: "C305" });
  expect(page).toMatchObject({ events: 1, users: 1, actors: [{ value: culprit, events: 1 }] });
  expect(page.cases).toEqual([summaries.find(({ actor, day }) => actor === culprit && day === lastDay)!.id]);
  const busy = await entityPageOf(tenant, summaries, { type: "customer", name: "C7" });
  const expected = rows.filter(({ line }) => line.split(",")[5] === "C7");
  expect(busy.events).toBe(expected.length);
  expect(busy.users).toBe(new Set(expected.map(({ user }) => user)).size);
  expect(busy.byDay.reduce((a, b) => a + b, 0)).toBe(expected.length);
  expect(busy.touched.counts.length).toBe(busy.touched.names.length * busy.touched.days.length);
  expect(busy.relationships).toEqual([
    { name: "concerns", role: "subject", events: expected.length, users: busy.users },
  ]);
  expect(busy.beside.every(({ type }) => type === "ticket")).toBe(true);
  await expect(entityPageOf(tenant, [], { type: "customer", name: "T1" })).rejects.toThrow(UserError);
});

test("the tenant's page adds up: events, users, groups, alarms and history", async () => {
  const page = await tenantPageOf(tenant, detections);
  expect(page.types.counts.reduce((a, b) => a + b, 0)).toBe(rows.length);
  expect(page.users).toHaveLength(page.types.days.length);
  expect(Math.max(...page.users)).toBe(14);
  expect(page.groups.reduce((sum, { size }) => sum + size, 0)).toBe(14);
  expect(page.groups.length > 1).toBe(page.silhouette !== null);
  expect(page.alarms).toHaveLength(7);
  expect(page.alarms.at(-1)).toMatchObject({ day: lastDay, scored: 14 });
  expect(page.history.reduce((a, b) => a + b, 0)).toBe(14);
});

test("the list of users has everybody, with the smallest p of each", async () => {
  const list = await userList(tenant, detections);
  expect(list.actor).toHaveLength(14);
  expect(list.events.reduce((a, b) => a + b, 0)).toBe(rows.length);
  const least = Array.from(list.p.keys()).sort((a, b) => list.p[a]! - list.p[b]!)[0]!;
  expect([list.actor[least], list.worst[least]]).toEqual([culprit, Date.parse(lastDay) / 86_400_000]);
  expect((await userList(tenant, [])).p.every(Number.isNaN)).toBe(true);
});

test("behind every bar of a distribution are as many user-days of the history as it counts", () => {
  for (const { detector, edges, history } of standingsOf(detections, culprit, lastDay))
    history.forEach((n, bin) => {
      const { total, days } = historyDaysOf(detections, detector, { from: edges[bin]!, to: edges[bin + 1]! });
      expect([detector, bin, total]).toEqual([detector, bin, n]);
      expect(days.every(({ day }) => day < lastDay)).toBe(true);
    });
});
