import { describe, expect, test } from "vitest";
import { trainingFacts } from "../../../../src/detectors/graph/embedder.ts";
import { rankNearest } from "../../../../src/detectors/graph/rank-nearest.ts";
import { scoreGraph } from "../../../../src/detectors/graph/score.ts";
import { deskSettings, supportDesk, toyDayEnds } from "../desk.ts";
import { toyGraph } from "../toy.ts";

describe("the graph detector on the trained embedding", () => {
  const desk = supportDesk({ agents: 6, customers: 60 });
  const training = { steps: 20, width: 16, heads: 4, rounds: 1 };
  const input = {
    graph: desk.graph,
    day: desk.day,
    scored: { from: 28, to: 34 },
    dayEnds: toyDayEnds(35),
    settings: { ...deskSettings, embedding: "gnn" as const, training, barred: ["actor"] },
    interesting: desk.bad.length > 1 ? Int32Array.of(desk.bad[0]!, desk.bad[1]!) : new Int32Array(),
  };
  const run = scoreGraph(input);

  test("ranks every root by both rankings, and tells how it was trained", async () => {
    const { smr, nn, state } = await run;
    expect(smr.score).toHaveLength(state.pool.scored.length);
    expect(nn!.score).toHaveLength(state.pool.scored.length - 2);
    expect([...smr.score, ...nn!.score].every(Number.isFinite)).toBe(true);
    expect(state.embedding.dim).toBe(16);
    expect(state.embedder.training!.points.map(({ step }) => step)).toEqual([0, 20]);
    const [fact, ...more] = trainingFacts(state.embedder.training!);
    expect(fact).toMatch(/trained in 20 steps \(cpu\): its objective went from -?\d+\.\d\d to \d+\.\d\d\./);
    expect(more).toEqual([]);
    expect(trainingFacts({ ...state.embedder.training!, isCutShort: true })[1]).toContain("raise seconds");
  });

  test("follows a star with the same net", async () => {
    const { state } = await run;
    const nn = await rankNearest(state, Int32Array.of(0, desk.bad[0]!));
    expect(nn!.score.every(Number.isFinite)).toBe(true);
  });

  test("gives the same ranking again from the same seed, also by a net that was trained before", async () => {
    const { smr, state } = await run;
    expect((await scoreGraph(input)).smr.score).toEqual(smr.score);
    const again = await scoreGraph(input, { trained: state.embedder.training! });
    expect(again.smr.score).toEqual(smr.score);
  });

  test("learns from the history alone: days after a scored one change no score", async () => {
    const { smr } = await run;
    const until = desk.day.findIndex((day) => day > 31);
    const parts = toyGraph(desk.actions.slice(0, until), desk.world);
    const cut = await scoreGraph({
      ...input,
      graph: parts,
      day: desk.day.subarray(0, until),
      scored: { from: 28, to: 31 },
    });
    const later = new Map(Array.from(smr.action, (action, i) => [action, smr.score[i]!]));
    expect(cut.smr.score.length).toBeGreaterThan(10);
    cut.smr.action.forEach((action, i) => {
      expect(cut.smr.score[i]).toBeCloseTo(later.get(action)!, 5);
    });
  });

  test("says why there is nothing to train on", async () => {
    const actions = Array.from({ length: 60 }, (_, i) => ({ actor: i % 60, type: 0, at: 24 * (i % 10) + i / 60 }));
    const graph = toyGraph(actions, { actors: 60, types: ["a"], roots: ["a"], entities: [] });
    const day = Int32Array.from(graph.start, (start) => Math.floor((start - 1_700_000_000_000_000) / 86_400_000_000));
    const single = { ...input, graph, day, scored: { from: 8, to: 9 }, dayEnds: toyDayEnds(10) };
    await expect(scoreGraph(single)).rejects.toThrow(/no actor has two roots on one day.*embedding: handcrafted/);
    const uneven = { ...input, settings: { ...input.settings, training: { width: 10, heads: 4 } } };
    await expect(scoreGraph(uneven)).rejects.toThrow(/width of 10/);
  });
});
