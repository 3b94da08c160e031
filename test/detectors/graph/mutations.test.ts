import { describe, expect, test } from "vitest";
import { readHabits } from "../../../src/detectors/graph/habits.ts";
import { type Mutation, type MutationWorld, mutate, mutations } from "../../../src/detectors/graph/mutations.ts";
import { type Root, rootOf } from "../../../src/detectors/graph/roots.ts";
import { randomInt, seededRandom } from "../../../src/lib/random.ts";
import { supportDesk } from "./desk.ts";

const { graph } = supportDesk();
const queries = [...graph.type.keys()].filter((action) => graph.type[action] === 2);
const world = (seed: number): MutationWorld => {
  const random = seededRandom(seed);
  return {
    graph,
    habits: readHabits(graph),
    random,
    donor: () => rootOf(graph, queries[randomInt(random, queries.length)]!),
  };
};
const named = (name: string): Mutation => mutations.find((mutation) => mutation.name === name)!;
const subjectsOf = (root: Root) => root.nodes.filter((_, i) => root.subjects[i] === 1);
const root = rootOf(graph, queries[queries.length >> 1]!);
const mutated = (name: string, of = root): Root | null => named(name).apply(of, world(3));

describe("mutations", () => {
  test("put another subject at the root and keep the rest", () => {
    const other = mutated("other-subject")!;
    expect(subjectsOf(other)).not.toEqual(subjectsOf(root));
    expect(subjectsOf(other)).toHaveLength(1);
    expect({ ...other, nodes: root.nodes, subjects: root.subjects }).toEqual(root);
  });

  test("move the root before all that happened to its subject in the week", () => {
    const { start } = mutated("before-context")!;
    const [customer] = subjectsOf(root);
    const week = 7 * 86_400_000_000;
    for (let group = graph.nodeGroup[customer!]!; group < graph.nodeGroup[customer! + 1]!; group++) {
      for (let i = graph.groupStart[group]!; i < graph.groupStart[group + 1]!; i++) {
        const at = graph.start[graph.groupAction[i]!]!;
        expect(at < root.start - week || at > start).toBe(true);
      }
    }
  });

  test("hide the subject's other actions", () => {
    expect(mutated("no-context")!.hidden).toBeGreaterThan(0);
  });

  test("give the root to another actor", () => {
    expect(mutated("other-actor")!.nodes[0]).not.toBe(root.nodes[0]);
    expect(mutated("other-actor")!.nodes.slice(1)).toEqual(root.nodes.slice(1));
  });

  test("move the root to an hour of the same day in which its actor is hardly ever there", () => {
    const { start } = mutated("out-of-hours")!;
    const day = 86_400_000_000;
    expect(Math.floor(start / day)).toBe(Math.floor(root.start / day));
    const hours = (at: number) => Math.floor(at / 3_600_000_000) % 24;
    const own = [...graph.actor.keys()].filter((action) => graph.actor[action] === root.nodes[0]);
    const there = own.filter((action) => hours(graph.start[action]!) === hours(start)).length;
    expect(there / own.length).toBeLessThanOrEqual(1 / 200);
  });

  test("repeat the root no closer than the gap that would have made it one action", () => {
    const { copies, spacing } = mutated("repeated")!;
    expect(copies).toBeGreaterThanOrEqual(5);
    expect(spacing).toBeGreaterThanOrEqual(300_000_000);
  });

  test("leave alone what they can't be applied to", () => {
    const bare: Root = { ...root, nodes: root.nodes.slice(0, 1), subjects: [0] };
    for (const name of ["other-subject", "before-context", "no-context"]) expect(mutated(name, bare)).toBeNull();
    expect(mutate(bare, { "other-subject": 1 }, world(1))).toBeNull();
  });

  test("never touch the root they are given, and follow the seed", () => {
    const before = structuredClone(root);
    for (const mutation of mutations) expect(mutation.apply(root, world(9))).toEqual(mutation.apply(root, world(9)));
    expect(root).toEqual(before);
  });

  test("are drawn by weight, and never with weight 0", () => {
    const here = world(2);
    const weights = { "no-context": 3, repeated: 1, "other-actor": 0 };
    const drawn = Array.from({ length: 400 }, () => mutate(root, weights, here)!);
    const hidden = drawn.filter((one) => one.hidden !== undefined).length;
    expect(hidden + drawn.filter((one) => one.copies !== undefined).length).toBe(400);
    expect(hidden / 400).toBeCloseTo(0.75, 1);
  });
});
