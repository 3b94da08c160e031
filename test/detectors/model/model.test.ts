import { beforeAll, describe, expect, test } from "vitest";
import { explainRoot } from "../../../src/detectors/graph/explain.ts";
import { readActionGraph } from "../../../src/detectors/graph/read.ts";
import { scoreGraph } from "../../../src/detectors/graph/score.ts";
import { fitModel, type ModelRun, subspaceFeaturesOf } from "../../../src/detectors/model/fit.ts";
import { readReduced } from "../../../src/detectors/model/read.ts";
import { extendModel, inOwnCodes, scoreExtended } from "../../../src/detectors/model/score.ts";
import { packModel, unpackModel } from "../../../src/detectors/model/sections.ts";
import type { ModelSettings, Reduced, TenantModel } from "../../../src/detectors/model/tenant-model.ts";
import { scoreProfile } from "../../../src/detectors/profile/profile.ts";
import type { Scores } from "../../../src/detectors/scores.ts";
import { subspaceDefaults } from "../../../src/detectors/subspace/input.ts";
import { scoreSubspace } from "../../../src/detectors/subspace/score.ts";
import { actionDays, dayEnds } from "../../../src/features/action-days.ts";
import { isoDay } from "../../../src/features/calendar.ts";
import { readFeatures } from "../../../src/features/read-features.ts";
import { quietJob } from "../../../src/lib/job.ts";
import { calibrate } from "../../../src/ranking/calibrate.ts";
import { memoryFolder } from "../../../src/tenant/memory-folder.ts";
import { ModelStore } from "../../../src/tenant/model-store.ts";
import { deskDay, deskLog, deskMapping } from "../../support/desk-log.ts";
import { importTexts } from "../../support/import-text.ts";

const zone = "Europe/Berlin";
const history = 15;
const settings: ModelSettings = {
  profile: { history, alpha: 5 },
  subspace: { ...subspaceDefaults, history },
  graph: { history, steps: 2, nearest: 5, roots: null, barred: ["actor"], mutations: {}, seed: 7, gap: 300 },
};
const run: ModelRun = { job: quietJob(), subspace: { device: null }, graph: () => ({}) };
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

describe("a model, fitted through the day before", () => {
  let model: TenantModel;
  let day: Reduced;
  let everything: Reduced;
  const direct: Record<string, ReturnType<typeof told>> = {};

  beforeAll(async () => {
    const all = await open(log);
    const features = await readFeatures(all, { zone, from: lastDay, to: lastDay, history });
    const { days, scored } = features.calendar;
    const [settledUntil] = dayEnds(Int32Array.of(days[scored.from]! - 1), zone);
    const graph = await readActionGraph(all, { settledUntil: settledUntil! });
    const actionAt = (action: number) =>
      action < 0 ? "" : `${graph.types[graph.type[action]!]} ${graph.start[action]}`;
    const profile = await scoreProfile(features, settings.profile, { job: quietJob() });
    direct.profile = told(profile.scores, { features, actionAt });
    const subspace = await scoreSubspace(subspaceFeaturesOf(features), settings.subspace, {
      device: null,
      job: quietJob(),
    });
    direct.subspace = told(subspace.scores, { features, actionAt });
    const { smr } = await scoreGraph({
      graph,
      day: actionDays(graph.start, zone, days),
      scored,
      dayEnds: dayEnds(days, zone),
      settings: settings.graph,
      interesting: new Int32Array(),
    });
    direct.graph = told(smr, { features, actionAt });
    everything = await readReduced(all, { zone });
    const fitted = await fitModel(
      await readReduced(all, { zone, to: deskDay(log.length - 2), history }),
      settings,
      run,
    );
    await all.close();
    const store = new ModelStore<TenantModel, null>(memoryFolder(), {
      tenant: "ours",
      codec: { pack: packModel, unpack: unpackModel },
    });
    const { id } = await store.save(fitted, null, { name: "Ours", job: quietJob() });
    store.unload(id);
    model = await store.load(id, quietJob());
    const fresh = await open(log.slice(-1));
    day = await readReduced(fresh, { zone });
    await fresh.close();
  }, 120_000);

  test("judges that day's export as one run on everything does", async () => {
    const extended = extendModel(model, day);
    const { profile, subspace, graph } = await scoreExtended(model, extended, run);
    const of = (scores: Scores) => {
      const own = inOwnCodes(scores, extended);
      const features = { ...day.features, calendar: extended.features.calendar };
      const { parts } = day;
      const actionAt = (action: number) =>
        action < 0 ? "" : `${parts.types[parts.type[action]!]} ${parts.start[action]}`;
      return told(own, { features, actionAt });
    };
    expectSame(of(profile.scores), direct.profile!);
    expectSame(of(subspace.scores), direct.subspace!);
    expectSame(of(graph.smr), direct.graph!);
    expect(extended.notes).toEqual(["1 user is new since the model was fitted: the tenant judges them."]);
  });

  test("explains a root by the history that it keeps", async () => {
    const extended = extendModel(model, day);
    const { graph } = await scoreExtended(model, extended, run);
    const { reasons } = explainRoot(graph.state, graph.smr.action[0]!, { p: 0.01 });
    expect(reasons.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(2, 9);
  });

  test("leaves out the days that it was fitted on, and says so", async () => {
    const extended = extendModel(model, everything);
    expect(extended.features.calendar.scored).toEqual({ from: log.length - 1, to: log.length - 1 });
    const past = log.length - 1;
    expect(extended.notes[1]).toBe(
      `${past} days up to ${deskDay(past - 1)} are left out: the model was fitted on them.`,
    );
    const { profile } = await scoreExtended(model, extended, run);
    expectSame(told(profile.scores, { features: extended.features, actionAt: () => "" }), direct.profile!);
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
});
