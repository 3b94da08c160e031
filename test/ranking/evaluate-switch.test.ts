import { expect, test } from "vitest";
import { indexGraph } from "../../src/detectors/graph/graph.ts";
import { switchActors } from "../../src/detectors/graph/switch-actors.ts";
import { scoreProfile } from "../../src/detectors/profile/profile.ts";
import { quietJob } from "../../src/lib/job.ts";
import { calibrate } from "../../src/ranking/calibrate.ts";
import { evaluateSwitch } from "../../src/ranking/evaluate.ts";
import { meanAndSpread, measure } from "../../src/ranking/measure.ts";
import { steadyTenant } from "../support/tenant.ts";

test("swapped users are found by a detector that knows users, and not by chance; the tenant stays as it was", async () => {
  const features = steadyTenant({ actors: 40, days: 70, scored: 5 });
  const before = structuredClone(features);
  const { findings, pairs, userDays } = await evaluateSwitch(
    { features, graph: null },
    async (judged, job) => {
      const { scores } = await scoreProfile(judged.features, {}, { job });
      const [own] = before.channels;
      expect(judged.switchCells(own!.cells)).toEqual(judged.features.channels[0]!.cells);
      expect(judged.features.channels[0]!.cells).not.toEqual(own!.cells);
      return { detectors: [{ name: "profile", scores, p: calibrate(scores) }] };
    },
    { pairs: 3, seeds: [1, 2] },
    quietJob(),
  );
  expect(pairs).toBe(6);
  expect(userDays).toBeGreaterThan(30);
  const auc = (ranking: string) =>
    meanAndSpread(findings.filter((one) => one.ranking === ranking).map(({ measured }) => measured.auc)).mean;
  expect(auc("profile")).toBeGreaterThan(0.95);
  expect(auc("fused")).toBeCloseTo(auc("profile"), 2);
  expect(auc("random")).toBeGreaterThan(0.3);
  expect(auc("random")).toBeLessThan(0.7);
  expect(features).toEqual(before);
});

test("what a generator hid is neither found nor a false alarm", async () => {
  const hidden = 7;
  const features = steadyTenant({
    actors: 40,
    days: 70,
    scored: 5,
    change: (actor, day, done) => (actor === hidden && day >= 65 ? { ...done, type: new Map([[20, 40]]) } : done),
  });
  const run = async (isPlanted?: (actor: number, day: number) => boolean) => {
    const { findings, userDays } = await evaluateSwitch(
      { features, graph: null },
      async (judged, job) => {
        const { scores } = await scoreProfile(judged.features, {}, { job });
        return { detectors: [{ name: "profile", scores, p: calibrate(scores) }] };
      },
      { pairs: 3, seeds: [1], ...(isPlanted ? { isPlanted } : {}) },
      quietJob(),
    );
    return { userDays, ...findings.find(({ ranking }) => ranking === "fused")!.measured };
  };
  const known = await run((actor) => actor === hidden);
  const unknown = await run();
  expect(unknown.userDays).toBe(known.userDays);
  expect(unknown.alarms.at1).toBeGreaterThan(known.alarms.at1);
  expect(known.recall.at01).toBeGreaterThan(unknown.recall.at01);
});

test("a ranking is measured by what it puts first, and by how often it cries at a nominal rate", () => {
  const score = Float64Array.from({ length: 100 }, (_, i) => 100 - i);
  const positive = Uint8Array.from({ length: 100 }, (_, i) => (i < 4 || i === 50 ? 1 : 0));
  const p = Float64Array.from({ length: 100 }, (_, i) => (i + 1) / 101);
  const found = measure(score, p, positive, { audited: 8 });
  expect(found.recall.at1).toBeCloseTo(0.8, 12);
  expect(found.first.share).toBe(0.5);
  expect(found.baseRate).toBe(0.05);
  expect(found.first.low).toBeLessThan(0.5);
  expect(found.alarms.at1).toBe(0);
  expect(found.auc).toBeGreaterThan(0.85);
  expect(measure(score, p.fill(Number.NaN), positive).alarms.at1).toBeNaN();
});

test("actors change ids from one action on, in the graph's index too, and before it nothing changes", () => {
  const graph = indexGraph({
    actorCount: 2,
    types: ["a"],
    rootType: Uint8Array.of(1),
    entityTypes: ["ticket"],
    entityType: Int32Array.of(0),
    relationships: ["about"],
    subjectRelationship: Uint8Array.of(1),
    ignored: new Uint8Array(2),
    actor: Int32Array.of(0, 1, 0, 1),
    type: new Int32Array(4),
    start: Float64Array.of(1, 2, 3, 4),
    end: Float64Array.of(1, 2, 3, 4),
    n: Int32Array.of(1, 1, 1, 1),
    refAction: Int32Array.of(0, 1, 2, 3),
    refEntity: new Int32Array(4),
    refRelationship: new Int32Array(4),
  });
  const switched = switchActors(graph, Int32Array.of(1, 0), 2);
  expect([...switched.actor]).toEqual([0, 1, 1, 0]);
  const actionsOf = (given: typeof graph, node: number) => {
    const group = given.nodeGroup[node]!;
    return [...given.groupAction.subarray(given.groupStart[group]!, given.groupStart[group + 1]!)];
  };
  expect([0, 1, 2].map((node) => actionsOf(switched, node))).toEqual([
    [0, 3],
    [1, 2],
    [0, 1, 2, 3],
  ]);
  expect(switchActors(switched, Int32Array.of(1, 0), 2)).toEqual(graph);
});
