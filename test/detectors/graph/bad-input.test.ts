import { expect, test } from "vitest";
import { sampleContexts } from "../../../src/detectors/graph/contexts.ts";
import { embed, fitEmbedding } from "../../../src/detectors/graph/embedding.ts";
import { rankNearest } from "../../../src/detectors/graph/rank-nearest.ts";
import { naturalRoots } from "../../../src/detectors/graph/roots.ts";
import { scoreGraph } from "../../../src/detectors/graph/score.ts";
import { randomInt, seededRandom } from "../../../src/lib/random.ts";
import { hubGraph } from "../../bench/hub-graph.ts";
import { deskSettings, toyDayEnds } from "./desk.ts";
import { toyGraph } from "./toy.ts";

const world = { actors: 12, types: ["look", "view"], roots: ["look"], entities: ["x", "x", "x"] };
const none = new Int32Array();

function input(actions: Parameters<typeof toyGraph>[0]) {
  const graph = toyGraph(actions, world);
  const first = (graph.start[0] ?? 0) - ((graph.start[0] ?? 0) % 86_400_000_000);
  const day = Int32Array.from(graph.start, (start) => Math.floor((start - first) / 86_400_000_000));
  return {
    graph,
    day,
    scored: { from: 5, to: 9 },
    dayEnds: toyDayEnds(10),
    settings: deskSettings,
    interesting: none,
  };
}

function office(refs: (i: number) => readonly (readonly [number, number])[]) {
  const random = seededRandom(11);
  return Array.from({ length: 400 }, (_, i) => ({
    actor: randomInt(random, 12),
    type: i % 2,
    at: 0.6 * i,
    refs: refs(i),
  }));
}

test("roots with no references are scored and can be starred", async () => {
  const { smr, state } = await scoreGraph(input(office((i) => (i % 4 === 0 ? [] : [[i % 3, 0]]))));
  expect(smr.score.length).toBeGreaterThan(50);
  const bare = smr.action.find((action) => state.graph.refStart[action + 1]! - state.graph.refStart[action]! === 1)!;
  const nn = (await rankNearest(state, Int32Array.of(bare)))!;
  for (const scores of [smr, nn]) expect([...scores.score, ...scores.null].every(Number.isFinite)).toBe(true);
});

test("two roots at the same microsecond about the same things are told alike", async () => {
  const twin = { actor: 3, type: 0, at: 200.25, refs: [[1, 0]] as const };
  const { smr, state } = await scoreGraph(input([...office((i) => [[i % 3, 0]]), twin, { ...twin }]));
  const startOf = (i: number): number => state.graph.start[smr.action[i]!]!;
  const places = [...smr.action.keys()].filter((i) => startOf(i) === startOf(i - 1) || startOf(i) === startOf(i + 1));
  expect(places).toHaveLength(2);
  expect(smr.score[places[0]!]).toBe(smr.score[places[1]!]);
});

test("no roots: nothing is ranked, by mutations or by nearness, and nothing throws", async () => {
  const { smr, nn, state } = await scoreGraph({
    ...input(office((i) => [[i % 3, 0]])),
    settings: { ...deskSettings, roots: [] },
  });
  expect(smr.score).toHaveLength(0);
  expect(smr.unscored[0]!.reason).toContain("no event type is marked as a root");
  expect(nn).toBeNull();
  expect((await rankNearest(state, Int32Array.of(0)))!.score).toHaveLength(0);
});

test("an entity that a million actions reference is one more entity: subgraphs stay as small, values finite", async () => {
  const graph = hubGraph({ actions: 1_000_000, hubs: 1, types: 4 });
  const actions = Int32Array.from({ length: 100 }, (_, i) => i * 10_000 + 17);
  const contexts = await sampleContexts(graph, naturalRoots(graph, actions), { steps: 1, nearest: 10 });
  expect(Math.max(...contexts.size)).toBeLessThanOrEqual(10 * 4 * 3);
  const { values } = embed(contexts, fitEmbedding(contexts));
  expect(values.length).toBeGreaterThan(0);
  expect(values.every(Number.isFinite)).toBe(true);
}, 30_000);
