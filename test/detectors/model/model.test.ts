import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../../../src/db/database.ts";
import { explainRoot } from "../../../src/detectors/graph/explain.ts";
import { readActionGraph } from "../../../src/detectors/graph/read.ts";
import { scoreGraph } from "../../../src/detectors/graph/score.ts";
import { fitModel, type ModelRun } from "../../../src/detectors/model/fit.ts";
import { readReduced } from "../../../src/detectors/model/read.ts";
import { extendModel, inOwnCodes, scoreExtended } from "../../../src/detectors/model/score.ts";
import { packModel, unpackModel } from "../../../src/detectors/model/sections.ts";
import type { ModelSettings, Reduced, TenantModel } from "../../../src/detectors/model/tenant-model.ts";
import { scoreProfile } from "../../../src/detectors/profile/profile.ts";
import type { Scores } from "../../../src/detectors/scores.ts";
import { subspaceAxis, wholeDay } from "../../../src/detectors/subspace/axis.ts";
import { subspaceDefaults } from "../../../src/detectors/subspace/input.ts";
import { scoreSubspace } from "../../../src/detectors/subspace/score.ts";
import { actionDays, dayEnds } from "../../../src/features/action-days.ts";
import { isoDay } from "../../../src/features/calendar.ts";
import { readFeatures } from "../../../src/features/read-features.ts";
import { quietJob } from "../../../src/lib/job.ts";
import { calibrate } from "../../../src/ranking/calibrate.ts";
import { rankCases } from "../../../src/ranking/queue.ts";
import { memoryFolder } from "../../../src/tenant/memory-folder.ts";
import { ModelStore } from "../../../src/tenant/model-store.ts";
import { deskDay, deskLog, deskMapping } from "../../support/desk-log.ts";
import { importTexts } from "../../support/import-text.ts";

const zone = "Europe/Berlin";
const history = 15;
const settings: ModelSettings = {
  profile: { history, alpha: 5, peers: "auto" },
  subspace: { ...subspaceDefaults, history, axis: wholeDay },
  graph: { history, steps: 2, nearest: 5, roots: null, barred: ["actor"], mutations: {}, seed: 7, gap: 300 },
};
const run: ModelRun = { job: quietJob(), profile: { device: null }, subspace: { device: null }, graph: () => ({}) };
const log = deskLog();
const lastDay = deskDay(log.length - 1);

const open = (days: readonly string[]) => importTexts([["log.csv", joined(days)]], () => deskMapping);
const joined = (days: readonly string[]) =>
  days.map((day, i) => (i === 0 ? day : day.slice(day.indexOf("\n") + 1))).join("");

/** What a detector says of each item, by name: score and p. */
function told(
  scores: Scores,
  { features, actionAt }: { features: Reduced["features"]; actionAt: (i: number) => string },
) {
  const p = calibrate(scores);
  return new Map(
    Array.from(scores.score, (score, i) => [
      `${features.actors[scores.actor[i]!]} ${isoDay(features.calendar.days[scores.day[i]!]!)} ${actionAt(scores.action[i]!)}`,
      { score, p: p[i]! },
    ]),
  );
}

function expectSame(ours: ReturnType<typeof told>, theirs: ReturnType<typeof told>) {
  expect([...ours.keys()].sort()).toEqual([...theirs.keys()].sort());
  expect(ours.size).toBeGreaterThan(0);
  for (const [item, { score, p }] of ours) {
    expect(score, item).toBeCloseTo(theirs.get(item)!.score, 9);
    expect(p, item).toBeCloseTo(theirs.get(item)!.p, 9);
  }
}

const views = ["profile", "subspace", "smr", "nn", "fused"] as const;
type Told = Readonly<Record<(typeof views)[number], ReturnType<typeof told>>>;

/** What all detectors together say of each user-day. */
function fused(all: readonly Scores[], { actors, calendar }: Reduced["features"]): ReturnType<typeof told> {
  const detectors = all.map((scores) => ({ name: scores.detector, scores, p: calibrate(scores) }));
  return new Map(
    rankCases({ detectors, budget: Infinity }).map(({ actor, day, score, p }) => [
      `${actors[actor]} ${isoDay(calendar.days[day]!)}`,
      { score, p },
    ]),
  );
}

const interesting = Int32Array.of(7);

/** What one run on everything says of the days from `from` on. */
async function runOnAll(db: Database, from: string): Promise<Told> {
  const features = await readFeatures(db, { zone, from, to: lastDay, history });
  const { days, scored } = features.calendar;
  const [settledUntil] = dayEnds(Int32Array.of(days[scored.from]! - 1), zone);
  const graph = await readActionGraph(db, quietJob(), { settledUntil: settledUntil! });
  const job = quietJob();
  const profile = await scoreProfile(features, settings.profile, { job });
  const subspace = await scoreSubspace(subspaceAxis(features, wholeDay).features, settings.subspace, {
    device: null,
    job,
  });
  const day = actionDays(graph.start, zone, days);
  const ends = dayEnds(days, zone);
  const { smr, nn } = await scoreGraph({ graph, day, scored, dayEnds: ends, settings: settings.graph, interesting });
  const actionAt = (action: number) => (action < 0 ? "" : `${graph.types[graph.type[action]!]} ${graph.start[action]}`);
  const of = (scores: Scores) => told(scores, { features, actionAt });
  const together = fused([profile.scores, subspace.scores, smr], features);
  return { profile: of(profile.scores), subspace: of(subspace.scores), smr: of(smr), nn: of(nn!), fused: together };
}

/** What a model says of an export's days, in the export's own codes. */
async function runModel(model: TenantModel, fresh: Reduced): Promise<Told> {
  const extended = extendModel(model, fresh);
  const { profile, subspace, graph } = await scoreExtended(model, extended, run);
  const features = { ...fresh.features, calendar: extended.features.calendar };
  const { parts } = fresh;
  const actionAt = (action: number) => (action < 0 ? "" : `${parts.types[parts.type[action]!]} ${parts.start[action]}`);
  const own = (scores: Scores) => inOwnCodes(scores, extended);
  const of = (scores: Scores) => told(own(scores), { features, actionAt });
  return {
    profile: of(profile.scores),
    subspace: of(subspace.scores),
    smr: of(graph.smr),
    nn: of(graph.nn!),
    fused: fused([profile.scores, subspace.scores, graph.smr].map(own), features),
  };
}

const job = quietJob();

/** The same model, from its file. */
async function throughFile(fitted: TenantModel): Promise<TenantModel> {
  const store = new ModelStore<TenantModel, null>(memoryFolder(), {
    tenant: "ours",
    codec: { pack: packModel, unpack: unpackModel },
  });
  const { id } = await store.save(fitted, null, { name: "Ours", job });
  store.unload(id);
  return store.load(id, job);
}

describe("a model, fitted through the day before", () => {
  let all: Database;
  let model: TenantModel;
  let day: Reduced;
  const fitThrough = async (to: string) =>
    throughFile(await fitModel(await readReduced(all, { zone, to, history }), settings, run, interesting));

  beforeAll(async () => {
    all = await open(log);
    model = await fitThrough(deskDay(log.length - 2));
    const fresh = await open(log.slice(-1));
    day = await readReduced(fresh, { zone });
    await fresh.close();
  }, 120_000);

  afterAll(() => all.close());

  test("judges that day's export as one run on everything does", async () => {
    expect(extendModel(model, day).notes).toEqual([
      "1 user is new since the model was fitted: the tenant judges them.",
    ]);
    const ours = await runModel(model, day);
    const theirs = await runOnAll(all, lastDay);
    for (const name of views) expectSame(ours[name], theirs[name]);
  }, 60_000);

  test("judges several days at once alike, each by the days before it, and leaves out those that it was fitted on", async () => {
    const earlier = await fitThrough(deskDay(log.length - 4));
    const everything = await readReduced(all, { zone });
    const past = log.length - 3;
    expect(extendModel(earlier, everything).notes[1]).toBe(
      `${past} days up to ${deskDay(past - 1)} are left out: the model was fitted on them.`,
    );
    const ours = await runModel(earlier, everything);
    const theirs = await runOnAll(all, deskDay(past));
    for (const name of views) expectSame(ours[name], theirs[name]);
  }, 60_000);

  test("explains a root by the history that it keeps", async () => {
    const extended = extendModel(model, day);
    const { graph } = await scoreExtended(model, extended, run);
    const { reasons } = explainRoot(graph.state, graph.smr.action[0]!, { p: 0.01 });
    expect(reasons.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(2, 9);
  });

  test("refuses an export of other users, of another zone, or of no later day", async () => {
    const calendar = { ...day.features.calendar, zone: "UTC" };
    expect(() => extendModel(model, { ...day, features: { ...day.features, calendar } })).toThrow(
      /days are those of Europe/,
    );
    const actors = day.features.actors.map((name) => `other ${name}`);
    expect(() => extendModel(model, { ...day, features: { ...day.features, actors } })).toThrow(
      /none of the export's users/,
    );
    expect(() => extendModel(model, model.history)).toThrow(/has no later one/);
  });

  test("of one user and one day scores what it can, and says what it can't", async () => {
    const db = await open(deskLog({ agents: 1, days: 3 }));
    const tiny = await throughFile(await fitModel(await readReduced(db, { zone, to: deskDay(0) }), settings, run));
    const extended = extendModel(tiny, await readReduced(db, { zone }));
    await db.close();
    const { profile, subspace, graph } = await scoreExtended(tiny, extended, run);
    expect(profile.scores.score.length).toBeGreaterThan(0);
    for (const scores of [profile.scores, subspace.scores, graph.smr])
      expect([...scores.score, ...calibrate(scores)].every(Number.isFinite)).toBe(true);
    expect(subspace.scores.unscored[0]!.reason).toBe("fewer than 5 days of history");
    expect(graph.smr.unscored[0]!.reason).toMatch(/fitted on too few roots|roots to learn from/);
  });
});
