import { beforeAll, describe, expect, test } from "vitest";
import { eventCounter } from "../../src/casework/day-events.ts";
import { fitModel } from "../../src/detectors/model/fit.ts";
import { readReduced } from "../../src/detectors/model/read.ts";
import type { ModelSettings } from "../../src/detectors/model/tenant-model.ts";
import { subspaceDefaults } from "../../src/detectors/subspace/input.ts";
import { type Case, describeCase, makeCases } from "../../src/engine/cases.ts";
import { clearsOf, pWithout } from "../../src/engine/counterfactual.ts";
import { type EventsOfDay, eventsOfDay } from "../../src/engine/day-events.ts";
import { type Detection, detectGraph, detectProfile, detectSubspace } from "../../src/engine/detection.ts";
import { inspectFiles } from "../../src/engine/inspect.ts";
import { detectByModel, modelRun } from "../../src/engine/model-detection.ts";
import { reasonsOf } from "../../src/engine/reasons.ts";
import { Tenant } from "../../src/engine/tenant.ts";
import { userProfileOf } from "../../src/engine/user-profiles.ts";
import { summariseUser } from "../../src/engine/user-summary.ts";
import { dayCounts } from "../../src/features/solo.ts";
import { decodeHere } from "../../src/ingest/decode-here.ts";
import type { Mapping } from "../../src/ingest/mapping.ts";
import { quietJob } from "../../src/lib/job.ts";
import { header, mapping, smallTenant } from "../e2e/small-tenant.ts";
import { openTestDatabase } from "../support/database.ts";
import { herePool } from "../support/here-pool.ts";

const lastDay = "2025-04-16";
const culprit = "agent03";
const absent = "agent09";
const isLast = (line: string): boolean => line.includes(",16/04/2025 ");
const lines = [
  ...smallTenant({ users: 14, days: 45 })
    .filter(({ day, user }) => day >= "2025-03-14" && !(day === lastDay && user === absent))
    .map(({ line }) => line),
  ...Array.from({ length: 41 }, (_, i) => {
    const at = `02:${String(10 + i).padStart(2, "0")}:00`;
    return `X${i},16/04/2025 ${at},${culprit},Refund,,C${180 + i},DE`;
  }),
];
const job = quietJob();
const backends = { device: null, pool: herePool };
const history = 30;
const graph = { history, steps: 2, nearest: 10, roots: null, barred: ["actor"], mutations: {}, seed: 7, gap: 300 };
const settings: ModelSettings = {
  profile: { history, alpha: 5, peers: "auto" },
  subspace: { ...subspaceDefaults, history, axis: "all" },
  graph,
};
const window = { history, from: lastDay, to: lastDay };
const budget = 10;
const threshold = 0.01;

async function importing(rows: readonly string[]): Promise<Tenant> {
  const tenant = await Tenant.create(await openTestDatabase({ canonical: false }), decodeHere());
  const file = new File([`${header}\n${rows.join("\n")}\n`], "desk.csv");
  await tenant.importFiles(await inspectFiles([file], job), { "desk.csv": mapping as Mapping }, job);
  return tenant;
}

interface Investigated {
  readonly tenant: Tenant;
  readonly detections: readonly Detection[];
  readonly cases: readonly Case[];
}

const queued = async (tenant: Tenant, detections: readonly Detection[]): Promise<Investigated> => ({
  tenant,
  detections,
  cases: (await makeCases(tenant, detections, { budget, control: 0, seed: 1, job })).shown,
});

/** One run on everything. */
async function freshRun(): Promise<Investigated> {
  const tenant = await importing(lines);
  const run = { job, ...backends };
  return queued(tenant, [
    await detectProfile(tenant, "profile", { ...window, alpha: 5, peers: "auto" }, run),
    await detectSubspace(tenant, "subspace", { ...window, ...subspaceDefaults, axis: "all" }, run),
    await detectGraph(tenant, "graph", { ...window, ...graph, embedding: "handcrafted", training: {}, net: null }, run),
  ]);
}

/** A model of the days before scores an export of the last day alone. */
async function modelRunOn(): Promise<Investigated> {
  const before = await importing(lines.filter((line) => !isLast(line)));
  const reduced = await readReduced(before.db, { zone: before.zone, history }, job);
  const model = await fitModel(reduced, settings, modelRun(backends, job));
  await before.db.close();
  const tenant = await importing(lines.filter(isLast));
  const { detections } = await detectByModel(tenant, "today", model, { from: null, to: null, backends, job });
  return queued(tenant, detections);
}

let whole: Investigated;
let stored: Investigated;
const guiltyOf = ({ cases }: Investigated): Case => cases.find(({ summary }) => summary.actor === culprit)!;

beforeAll(async () => {
  whole = await freshRun();
  stored = await modelRunOn();
}, 60_000);

describe("a case that a stored model scored", () => {
  test("ranks as in one run on everything", () => {
    const told = ({ cases }: Investigated) => cases.map(({ summary: { actor, day } }) => `${actor} ${day}`);
    expect(told(stored)).toEqual(told(whole));
    expect(guiltyOf(stored).summary.p).toBeCloseTo(guiltyOf(whole).summary.p, 9);
  });

  test("has its day's events counted as the model's codes have them, what is new by the model's history", async () => {
    const { tenant, detections, cases } = stored;
    const { features } = detections[0]!;
    for (const { ranked } of cases) {
      const read = (await eventsOfDay(tenant, detections[0]!, ranked)) as EventsOfDay;
      const all = new Uint8Array(read.events.length).fill(1);
      eventCounter(
        features,
        read.events,
        read.fresh,
      )(all).forEach((counts, c) => {
        expect([features.channels[c]!.name, new Map([...counts].sort(([a], [b]) => a - b))]).toEqual([
          features.channels[c]!.name,
          new Map([...dayCounts(features, ranked.actor, ranked.day)[c]!].sort(([a], [b]) => a - b)),
        ]);
      });
      expect(pWithout(detections, ranked, read)(all)).toBeCloseTo(ranked.p, 9);
    }
  });

  test("clears without the same events as in one run on everything", async () => {
    const clears = (run: Investigated, one: Case) =>
      clearsOf(run.tenant, run.detections, {
        ranked: one.ranked,
        reasons: reasonsOf(run.detections, one.ranked),
        threshold,
      });
    const ours = await clears(stored, guiltyOf(stored));
    expect(ours).toMatchObject({ clears: true });
    expect(ours!.sentence).toMatch(/Refund/);
    for (const [i, one] of stored.cases.slice(0, 3).entries()) {
      const [mine, theirs] = [await clears(stored, one), await clears(whole, whole.cases[i]!)];
      expect(mine && { ...mine, p: 0 }).toEqual(theirs && { ...theirs, p: 0 });
      expect(mine?.p ?? 1).toBeCloseTo(theirs?.p ?? 1, 9);
    }
  });

  test("is told as in one run on everything: nearest normal days and roots, what is missing, agreement, peers", async () => {
    const [ours, theirs] = await Promise.all(
      [stored, whole].map((run) => describeCase(run.tenant, run.detections, guiltyOf(run))),
    );
    expect(ours!.nearest.map(({ kind, whose }) => `${whose} ${kind}`)).toEqual([
      "own day",
      "other day",
      "own root",
      "other root",
    ]);
    for (const part of ["nearest", "missing", "agreement", "peers", "heat", "hours", "resembles"] as const)
      expect([part, ours![part]]).toEqual([part, theirs![part]]);
    expect(JSON.stringify(ours)).not.toMatch(/NaN|undefined/);
  });

  test("stands in its user's summary, which compares with all users of the model", () => {
    expect(summariseUser(stored.detections, culprit, [])).toBe(summariseUser(whole.detections, culprit, []));
    expect(summariseUser(stored.detections, absent, [])).toContain(`${absent} did nothing`);
  });

  test("has its user's profile, by the model's peers", () => {
    for (const name of [culprit, absent])
      expect(userProfileOf(stored.detections[0]!, name)).toEqual(userProfileOf(whole.detections[0]!, name));
  });
});
