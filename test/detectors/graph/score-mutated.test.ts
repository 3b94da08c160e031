import { expect, test } from "vitest";
import { scoreGraph } from "../../../src/detectors/graph/score.ts";
import { scoreMutated } from "../../../src/detectors/graph/score-mutated.ts";
import { quietJob } from "../../../src/lib/job.ts";
import { evaluateMutations } from "../../../src/ranking/evaluate.ts";
import { areaUnderCurve } from "../../../src/ranking/measure.ts";
import { deskSettings, supportDesk, toyDayEnds } from "./desk.ts";

const desk = supportDesk();
const run = (mutations: Readonly<Record<string, number>> = {}, seed = deskSettings.seed) =>
  scoreGraph({
    graph: desk.graph,
    day: desk.day,
    scored: { from: 28, to: 34 },
    dayEnds: toyDayEnds(35),
    settings: { ...deskSettings, mutations: { ...deskSettings.mutations, ...mutations }, seed },
    interesting: new Int32Array(),
  });

test("mutated roots are ranked over natural ones, whose scores stay what they were, learnt from or not", async () => {
  for (const weights of [{}, { "other-subject": 0 }]) {
    const result = await run(weights);
    const found = (await scoreMutated(result, "other-subject", { seed: 3 }))!;
    const natural = result.smr.score.length;
    expect([...found.score.subarray(0, natural)]).toEqual([...result.smr.score]);
    expect(found.positive.subarray(0, natural).includes(1)).toBe(false);
    expect(found.positive.subarray(natural).includes(0)).toBe(false);
    expect(found.score.every(Number.isFinite)).toBe(true);
    expect(areaUnderCurve(found.score, found.positive)).toBeGreaterThan(0.7);
  }
});

test("a window without roots, and a mutation of no such name, give nothing", async () => {
  const result = await run();
  expect(await scoreMutated(result, "no-such", { seed: 1 })).toBeNull();
  const { state } = result;
  const idle = { ...result, state: { ...state, pool: { ...state.pool, scored: new Int32Array() } } };
  expect(await scoreMutated(idle, "other-subject", { seed: 1 })).toBeNull();
});

test("every class is measured by a run that learnt from it and by one that never saw it", async () => {
  const seen: string[] = [];
  const findings = await evaluateMutations(
    (weights, seed) => {
      seen.push(JSON.stringify(weights));
      return run(weights, seed);
    },
    { seeds: [5] },
    quietJob(),
  );
  expect(seen[0]).toBe("{}");
  expect(new Set(seen).size).toBe(7);
  const names = findings.map(({ ranking }) => ranking);
  expect(names).toContain("other-subject, learnt from");
  expect(names).toContain("other-subject, never seen");
  for (const { measured } of findings) expect(measured.auc).toBeGreaterThanOrEqual(0);
}, 60_000);
