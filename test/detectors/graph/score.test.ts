import { describe, expect, test } from "vitest";
import { rankNearest } from "../../../src/detectors/graph/rank-nearest.ts";
import { scoreGraph } from "../../../src/detectors/graph/score.ts";
import type { Scores } from "../../../src/detectors/scores.ts";
import { randomInt, seededRandom, shuffle } from "../../../src/lib/random.ts";
import { deskSettings, supportDesk, toyDayEnds } from "./desk.ts";
import { toyGraph } from "./toy.ts";

const none = new Int32Array();
const ranked = ({ action, score }: Scores): number[] =>
  [...action.keys()].sort((a, b) => score[b]! - score[a]!).map((row) => action[row]!);
const lastWeek = { from: 28, to: 34 };

describe("the graph detector", () => {
  const desk = supportDesk();
  const dayEnds = toyDayEnds(35);
  const input = {
    graph: desk.graph,
    day: desk.day,
    scored: lastWeek,
    dayEnds,
    settings: deskSettings,
    interesting: none,
  };
  const run = scoreGraph(input);

  test("ranks look-ups without a ticket first, by mutations alone", async () => {
    const { smr, nn, state } = await run;
    const top = ranked(smr).slice(0, desk.bad.length);
    expect(top.filter((action) => desk.bad.includes(action)).length).toBeGreaterThanOrEqual(desk.bad.length * 0.7);
    expect(nn).toBeNull();
    expect(state.pool.history.length).toBe(state.pool.historyTotal);
    expect(smr.null).toHaveLength(state.pool.history.length);
  });

  test("finds the like of two starred roots, far above chance, and leaves those out", async () => {
    const { state } = await run;
    let found = 0;
    for (const [i, first] of desk.bad.entries()) {
      const starred = Int32Array.of(first, desk.bad[(i + 1) % desk.bad.length]!);
      const nn = (await rankNearest(state, starred))!;
      expect(nn.action).toHaveLength(state.pool.scored.length - 2);
      for (const action of starred) expect(nn.action).not.toContain(action);
      found += ranked(nn)
        .slice(0, 10)
        .filter((action) => desk.bad.includes(action)).length;
    }
    const chance = desk.bad.length / state.pool.scored.length;
    expect(chance).toBeLessThan(0.08);
    expect(found / desk.bad.length / 10).toBeGreaterThan(0.5);
  });

  test("takes an interesting action that is no root of the run", async () => {
    const { state } = await run;
    const nn = await rankNearest(state, Int32Array.of(0, desk.bad[0]!));
    expect(nn!.score.every(Number.isFinite)).toBe(true);
  });

  test("gives the same scores again, and other ones for another seed", async () => {
    const [first, again, other] = await Promise.all([
      run,
      scoreGraph(input),
      scoreGraph({ ...input, settings: { ...deskSettings, seed: 2 } }),
    ]);
    expect(again.smr.score).toEqual(first.smr.score);
    expect(other.smr.score).not.toEqual(first.smr.score);
  });

  test("does not care how entities are numbered", async () => {
    const order = shuffle([...Array(desk.entityCount).keys()], seededRandom(3));
    const renamed = supportDesk({ rename: (entity) => order[entity]! });
    const { smr } = await scoreGraph({ ...input, graph: renamed.graph });
    expect(smr.score).toEqual((await run).smr.score);
  });

  test("never gives NaN for roots without references or context, nor for equal times", async () => {
    const random = seededRandom(5);
    const actions = Array.from({ length: 200 }, (_, i) => ({
      actor: randomInt(random, 4),
      type: i % 3,
      at: 24 * randomInt(random, 10),
      refs: i % 2 ? [] : ([[randomInt(random, 3), 0]] as const),
    }));
    const graph = toyGraph([...actions, { actor: 5, type: 0, at: 230 }], {
      actors: 6,
      types: ["a", "b", "c"],
      roots: ["a"],
      entities: ["x", "x", "y"],
    });
    const day = Int32Array.from(graph.start, (start) => Math.floor((start - graph.start[0]!) / 86_400_000_000));
    const { smr, nn } = await scoreGraph({
      graph,
      day,
      scored: { from: 5, to: 9 },
      dayEnds: toyDayEnds(10),
      settings: deskSettings,
      interesting: Int32Array.of(graph.actionCount - 1),
    });
    expect(smr.score.length).toBeGreaterThan(10);
    for (const scores of [smr, nn!]) {
      expect([...scores.score, ...scores.null].every(Number.isFinite)).toBe(true);
    }
  });

  test("says why there is nothing to rank", async () => {
    const without = await scoreGraph({ ...input, settings: { ...deskSettings, roots: [] } });
    expect(without.smr.unscored).toEqual([
      { reason: expect.stringMatching(/no event type is marked as a root: name some/), count: 0 },
    ]);
    const early = await scoreGraph({ ...input, scored: { from: 200, to: 210 } });
    expect(early.smr.unscored[0]!.reason).toContain("scored window");
    const off = Object.fromEntries(
      ["other-subject", "no-context", "before-context", "other-actor", "out-of-hours", "repeated"].map((name) => [
        name,
        0,
      ]),
    );
    const still = await scoreGraph({ ...input, settings: { ...deskSettings, mutations: off } });
    expect(still.smr.unscored[0]!.reason).toContain("mutation");
    const alone = supportDesk({ agents: 1 });
    const one = await scoreGraph({ ...input, graph: alone.graph, day: alone.day });
    expect(one.smr.unscored[0]!.reason).toContain("one actor");
  });

  test("judges each day by what was known when it ended: later days change no score", async () => {
    const full = (await run).smr;
    const { graph } = desk;
    const until = desk.day.findIndex((day) => day > 31);
    const parts = toyGraph(desk.actions.slice(0, until), desk.world);
    const cut = (
      await scoreGraph({ ...input, graph: parts, day: desk.day.subarray(0, until), scored: { from: 28, to: 31 } })
    ).smr;
    const later = new Map(Array.from(full.action, (action, i) => [action, full.score[i]!]));
    expect(cut.score.length).toBeGreaterThan(20);
    cut.action.forEach((action, i) => {
      expect(graph.start[action]).toBe(parts.start[action]);
      expect(cut.score[i]).toBeCloseTo(later.get(action)!, 6);
    });
  });

  test("skips ignored actors", async () => {
    const { smr } = await scoreGraph({ ...input, graph: { ...desk.graph, ignored: new Uint8Array(16).fill(1, 0, 1) } });
    expect(smr.actor).not.toContain(0);
    expect(smr.actor).toContain(1);
  });
});
