import { beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../../../src/db/database.ts";
import { modelAxis } from "../../../src/detectors/model/axis.ts";
import { fitModel, type ModelRun } from "../../../src/detectors/model/fit.ts";
import { readingOf, readReduced } from "../../../src/detectors/model/read.ts";
import { extendModel, scoreExtended } from "../../../src/detectors/model/score.ts";
import { packModel, unpackModel } from "../../../src/detectors/model/sections.ts";
import type { ModelSettings } from "../../../src/detectors/model/tenant-model.ts";
import type { Scores } from "../../../src/detectors/scores.ts";
import { subspaceDefaults } from "../../../src/detectors/subspace/input.ts";
import { scoreSubspace } from "../../../src/detectors/subspace/score.ts";
import { readSubspaceAxis } from "../../../src/engine/subspace-axis.ts";
import { buildActions } from "../../../src/features/actions.ts";
import { readFeatures } from "../../../src/features/read-features.ts";
import { quietJob } from "../../../src/lib/job.ts";
import { openTestDatabase } from "../../support/database.ts";

const job = quietJob();
const run: ModelRun = { job, profile: { device: null }, subspace: { device: null }, graph: () => ({}) };
const history = 10;
const days = 12;
const [few, many] = [40, 6000];
const first = Date.UTC(2024, 4, 1);
const iso = (day: number): string => new Date(first + day * 86_400_000).toISOString().slice(0, 10);
const settingsFor = (axis: string): ModelSettings => ({
  profile: { history, alpha: 5, peers: "auto" },
  subspace: { ...subspaceDefaults, history, axis },
  graph: { history, steps: 1, nearest: 1, roots: null, barred: [], mutations: {}, seed: 7, gap: 0 },
});

/** Five users; every event is about one of `assets` assets in some country, and the last day about others. */
async function tenant(from: number, to: number, assets: number): Promise<Database> {
  const db = await openTestDatabase();
  const events = assets === few ? 1200 : assets;
  const isIn = `i % ${days} between ${from} and ${to}`;
  await db.run(`
    insert into actors select i, 'user' || i, false from range(5) t(i);
    insert into types values (0, 'open', false);
    insert into relationships values (0, 'opens', null);
    insert into entities select i, 'asset', 'A' || i from range(${assets}) t(i);
    insert into attribute_values values (0, 'country', 'DE'), (1, 'country', 'AT'), (2, 'country', 'FR');
    insert into events select i, timestamp '2024-05-01 08:00:00' + interval (i % ${days}) day + interval (i // ${days}) second, (i * 7) % 5, 0, null, 0, i, i
      from range(${events}) t(i) where ${isIn};
    insert into refs select i, (i * 13 + case when i % 4 = 0 then i % ${days} else 0 end) % ${assets}, 0 from range(${events}) t(i) where ${isIn};
    insert into attributes select i, (case when i % 50 = 0 then 2 else i % 2 end) from range(${events}) t(i) where ${isIn};
  `);
  await buildActions(db, { gapSeconds: 0 });
  return db;
}

/** What the subspace says of each user on the last day, by name. */
const byUser = (actors: readonly string[], { actor, score }: Scores): Map<string, number> =>
  new Map(Array.from(score, (value, i) => [actors[actor[i]!]!, value]));

async function oneRun(db: Database, axis: string) {
  const features = await readFeatures(db, { from: iso(days - 1), to: iso(days - 1), history });
  const read = await readSubspaceAxis(db, features, { axis, history });
  const { scores } = await scoreSubspace(read.features, settingsFor(axis).subspace, { device: null, job });
  return { scores: byUser(features.actors, scores), labels: read.features.types, facts: read.facts };
}

/** What a model of the days before says of an export of the last day alone, as `score` reads it. */
async function byModel(before: Database, today: Database, axis: string) {
  const fitted = await fitModel(await readReduced(before, { zone: "UTC", history, axis }, job), settingsFor(axis), run);
  const model = unpackModel(packModel(fitted));
  const extended = extendModel(model, await readReduced(today, { zone: "UTC", ...readingOf(model) }, job));
  const { subspace } = await scoreExtended(model, extended, run);
  const { features } = modelAxis(extended.reduced, model.settings.subspace);
  return { scores: byUser(extended.features.actors, subspace.scores), labels: features.types, model };
}

function expectSame(ours: ReadonlyMap<string, number>, theirs: ReadonlyMap<string, number>): void {
  expect(ours.size).toBe(5);
  for (const [user, score] of ours) expect([user, score]).toEqual([user, expect.closeTo(theirs.get(user)!, 9)]);
}

describe("a model's axis", () => {
  let all: Database;
  let before: Database;
  let today: Database;

  beforeAll(async () => {
    [all, before, today] = [
      await tenant(0, days - 1, few),
      await tenant(0, days - 2, few),
      await tenant(days - 1, days - 1, few),
    ];
  }, 60_000);

  test("that is an entity type with too many entities for the features is kept hashed, and scores as one run on everything", async () => {
    const theirs = await oneRun(await tenant(0, days - 1, many), "asset");
    const ours = await byModel(await tenant(0, days - 2, many), await tenant(days - 1, days - 1, many), "asset");
    expect(theirs.facts[0]).toContain("hashed");
    expect(ours.model.history.axis).not.toBeNull();
    expectSame(ours.scores, theirs.scores);
    expect(ours.labels).toEqual(theirs.labels);
  }, 60_000);

  test.each(["attribute:country", "asset"])("that the features have can be %s", async (axis) => {
    const ours = await byModel(before, today, axis);
    expect(ours.model.history.axis).toBeNull();
    expectSame(ours.scores, (await oneRun(all, axis)).scores);
  });

  test("that the tenant does not have is refused with those that it can be", async () => {
    const reduced = await readReduced(before, { zone: "UTC", history, axis: "attribute:planet" }, job);
    await expect(fitModel(reduced, settingsFor("attribute:planet"), run)).rejects.toThrow(
      /nothing called attribute:planet.*type, hour, attribute:country, entity, asset/,
    );
  });

  test("keeps its values where an export has more of them than features have on their own", async () => {
    await today.run(`
      insert into entities select 100 + i, 'asset', 'B' || i from range(5100) t(i);
      insert into refs select 11, 100 + i, 0 from range(5100) t(i)`);
    const { model, scores } = await byModel(before, today, "asset");
    expect(model.history.features.channels.some(({ name }) => name === "entity-value:asset")).toBe(true);
    expect([...scores].reduce((a, b) => (b[1] > a[1] ? b : a))[0]).toBe("user2");
  });
});
