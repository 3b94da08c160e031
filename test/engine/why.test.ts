import { beforeAll, describe, expect, test } from "vitest";
import { fewestRemovals } from "../../src/casework/counterfactual.ts";
import { eventCounter } from "../../src/casework/day-events.ts";
import { groupsOf } from "../../src/casework/event-groups.ts";
import { ints } from "../../src/db/columns.ts";
import { type Case, describeCase, makeCases } from "../../src/engine/cases.ts";
import { clearingP, clearsOf, pWithout } from "../../src/engine/counterfactual.ts";
import { type EventsOfDay, eventsOfDay } from "../../src/engine/day-events.ts";
import { defaults } from "../../src/engine/defaults.ts";
import { type Detection, detectGraph, detectProfile, detectSubspace } from "../../src/engine/detection.ts";
import { inspectFiles } from "../../src/engine/inspect.ts";
import { reasonsOf } from "../../src/engine/reasons.ts";
import { Tenant } from "../../src/engine/tenant.ts";
import { summariseUser } from "../../src/engine/user-summary.ts";
import { VerdictDesk } from "../../src/engine/verdict-desk.ts";
import { dayCounts } from "../../src/features/solo.ts";
import { decodeHere } from "../../src/ingest/decode-here.ts";
import type { Mapping } from "../../src/ingest/mapping.ts";
import { quietJob } from "../../src/lib/job.ts";
import { header, mapping, smallTenant } from "../e2e/small-tenant.ts";
import { openTestDatabase } from "../support/database.ts";
import { herePool } from "../support/here-pool.ts";

const lastDay = "2025-04-16";
const culprit = "agent03";
const lines = [
  ...smallTenant({ users: 14, days: 45 }).map(({ line }) => line),
  ...Array.from({ length: 41 }, (_, i) => {
    const at = `02:${String(10 + i).padStart(2, "0")}:00`;
    return `X${i},16/04/2025 ${at},${culprit},Refund,,C${300 + i},DE`;
  }),
];

async function investigate(rows: readonly string[]): Promise<{ tenant: Tenant; detections: Detection[] }> {
  const tenant = await Tenant.create(await openTestDatabase({ canonical: false }), decodeHere());
  const file = new File([`${header}\n${rows.join("\n")}\n`], "desk.csv");
  const job = quietJob();
  await tenant.importFiles(await inspectFiles([file], job), { "desk.csv": mapping as Mapping }, job);
  const backends = { job, device: null, pool: herePool };
  return {
    tenant,
    detections: [
      await detectProfile(tenant, "profile", defaults.profile, backends),
      await detectSubspace(tenant, "subspace", defaults.subspace, backends),
      await detectGraph(tenant, "graph", defaults.graph, backends),
    ],
  };
}

let tenant: Tenant;
let detections: Detection[];
let cases: readonly Case[];
let guilty: Case;
const budget = 20;
const eventsOf = async ({ ranked }: Case): Promise<EventsOfDay> =>
  (await eventsOfDay(tenant, detections[0]!, ranked)) as EventsOfDay;

beforeAll(async () => {
  ({ tenant, detections } = await investigate(lines));
  cases = (await makeCases(tenant, detections, { budget, control: 0, seed: 1, job: quietJob() })).shown;
  guilty = cases.find(({ summary }) => summary.actor === culprit && summary.day === lastDay)!;
}, 60_000);

test("a day's events count up to the features of that day, and to the p that it has", async () => {
  const features = detections[0]!.features;
  for (const one of cases.slice(0, 8)) {
    const { actor, day } = one.ranked;
    const read = await eventsOf(one);
    const { events, fresh } = read;
    const all = new Uint8Array(events.length).fill(1);
    eventCounter(
      features,
      events,
      fresh,
    )(all).forEach((counts, c) => {
      const expected = dayCounts(features, actor, day)[c]!;
      expect([features.channels[c]!.name, new Map([...counts].sort(([a], [b]) => a - b))]).toEqual([
        features.channels[c]!.name,
        expected,
      ]);
    });
    expect(pWithout(detections, one.ranked, read)(all)).toBeCloseTo(one.ranked.p, 9);
  }
});

describe("the planted night of refunds", () => {
  test("is cleared by taking refunds away, which the whole run confirms without them", async () => {
    expect(guilty.summary.rank).toBe(1);
    const read = await eventsOf(guilty);
    const { events } = read;
    const threshold = clearingP(
      cases.map(({ summary }) => summary),
      budget,
    );
    const reasons = reasonsOf(detections, guilty.ranked);
    const clears = await clearsOf(tenant, detections, { ranked: guilty.ranked, reasons, threshold });
    expect(clears).toMatchObject({ clears: true });
    expect(clears!.sentence).toMatch(/^Without .*(Refund|02:00).* \(of \d+ that day\) this day would not stand out: /);

    const groups = groupsOf(events, reasons);
    const found = fewestRemovals(groups, events.length, pWithout(detections, guilty.ranked, read), { threshold })!;
    const places = await tenant.db.query(
      `select e.line from events e join actors a on a.id = e.actor where a.name = '${culprit}'
       and cast(${tenant.local("e.ts")} as date) = date '${lastDay}' order by e.ts, e.event`,
    );
    const lineOf = ints(places, "line");
    const gone = new Set(found.events.map((e) => lineOf[e]!));
    const again = await investigate(lines.filter((_, i) => !gone.has(i + 2)));
    const left = (
      await makeCases(again.tenant, again.detections, { budget: 1000, control: 0, seed: 1, job: quietJob() })
    ).shown;
    const cleared = left.find(({ summary }) => summary.actor === culprit && summary.day === lastDay);
    expect(cleared?.summary.p ?? 1).toBeGreaterThan(guilty.summary.p * 10);
    expect(Math.abs(Math.log10((cleared?.summary.p ?? 1) / found.p))).toBeLessThan(0.5);
  }, 60_000);

  test("is told with its nearest normal days and roots, what is missing and how the detectors agree", async () => {
    const detail = await describeCase(tenant, detections, guilty);
    expect(detail.nearest.map(({ kind, whose }) => `${whose} ${kind}`)).toEqual([
      "own day",
      "other day",
      "own root",
      "other root",
    ]);
    const own = detail.nearest[0]!;
    expect(own.actor).toBe(culprit);
    expect(own.differences[0]).toMatchObject({ label: "Refund", here: expect.stringMatching(/^4\d$/) });
    expect(detail.dayError!.error).toBeGreaterThan(detail.dayError!.median);
    expect(detail.dayError).toMatchObject({ transform: "anscombe", days: expect.any(Number) });
    expect(detail.agreement).toMatch(/profile|subspace|graph/);
    expect(detail.peers).toMatchObject({ type: "Refund", own: expect.any(Number) });
    expect(JSON.stringify(detail)).not.toMatch(/NaN|undefined/);
  });

  test("is in the summary of its user's window", () => {
    const text = summariseUser(detections, culprit, []);
    expect(text).toMatch(/^From 2025-04-\d\d to 2025-04-16, agent03 was active on \d of 7 days and left \d+ events/);
    expect(text).toContain("2025-04-16 (1 in ");
    expect(text).not.toMatch(/NaN|undefined/);
    expect(() => summariseUser(detections, "nobody", [])).toThrow(/nobody/);
  });
});

test("a verdict of worth takes the root in, another one or its undoing takes it out again", async () => {
  const desk = new VerdictDesk(tenant.id, tenant.interesting);
  const size = async () => (await tenant.interesting.actions()).length;
  const find = () => guilty;
  expect(await desk.give([guilty], { verdict: "worth", reason: "no ticket" })).toBe(true);
  expect(await size()).toBe(1);
  expect(await desk.give([guilty], { verdict: "not worth" })).toBe(true);
  expect(await size()).toBe(0);
  expect(await desk.undo(find)).toBe(true);
  expect(await size()).toBe(1);
  expect(desk.log.given).toMatchObject([
    { actor: culprit, day: lastDay, verdict: "worth", ranked: true, control: false },
  ]);
  expect(desk.log.tenant).toBe(tenant.id);
  expect(summariseUser(detections, culprit, desk.of(culprit))).toContain("2025-04-16 worth auditing (no ticket)");
  expect(await desk.undo(find)).toBe(true);
  expect(await desk.undo(find)).toBe(false);
  expect(await size()).toBe(0);
});

test("the control arm is a seeded share of the queue that no mark tells apart", async () => {
  const drawn = await makeCases(tenant, detections, { budget, control: 0.25, seed: 4, job: quietJob() });
  const again = await makeCases(tenant, detections, { budget, control: 0.25, seed: 4, job: quietJob() });
  const control = drawn.shown.filter(({ arms }) => arms.control);
  expect(drawn.shown).toHaveLength(budget);
  expect(control).toHaveLength(5);
  expect(drawn.shown.map(({ summary }) => summary.rank)).toEqual(drawn.shown.map((_, i) => i + 1));
  expect(again.shown.map(({ summary }) => summary.id)).toEqual(drawn.shown.map(({ summary }) => summary.id));
  expect(drawn.shown.every(({ summary }) => !("control" in summary))).toBe(true);
  expect(drawn.ranked.map(({ id }) => id)).toEqual(cases.map(({ summary }) => summary.id));
});
