import { randomInt, seededRandom } from "../../lib/random.ts";
import type { ActionGraph } from "./graph.ts";
import { readHabits } from "./habits.ts";
import { type MutatedRoot, mutate } from "./mutations.ts";
import { seededSample } from "./pool.ts";
import { packRoots, type RootSet, rootOf } from "./roots.ts";

/** Mutated roots, and for each the row of the natural root that it was made of, and the mutation. */
export interface MutatedRoots {
  readonly roots: RootSet;
  readonly origin: Int32Array;
  readonly kind: readonly string[];
}

/**
 * Mutates a seeded sample of natural roots, one mutation each.
 * @param natural action ids
 * @param weights of the mutations, by name
 * @param most bounds the sample, so that training ends in seconds
 * @param until habits are read from the actions before this one
 */
export function mutateSample(
  graph: ActionGraph,
  natural: Int32Array,
  weights: Readonly<Record<string, number>>,
  { seed = 1, most = 2000, until = graph.actionCount } = {},
): MutatedRoots {
  const random = seededRandom(seed);
  const world = {
    graph,
    habits: readHabits(graph, until),
    random,
    donor: () => rootOf(graph, natural[randomInt(random, natural.length)]!),
  };
  const rows = seededSample(Int32Array.from(natural.keys()), most, seed + 1);
  const mutated: MutatedRoot[] = [];
  const origin: number[] = [];
  for (const row of rows) {
    const root = mutate(rootOf(graph, natural[row]!), weights, world);
    if (!root) continue;
    mutated.push(root);
    origin.push(row);
  }
  return { roots: packRoots(mutated), origin: Int32Array.from(origin), kind: mutated.map(({ mutation }) => mutation) };
}
