import { type Random, randomInt } from "../../lib/random.ts";
import type { ActionGraph } from "./graph.ts";
import { type Habits, likeness, quietHours } from "./habits.ts";
import type { Root } from "./roots.ts";

const minute = 60_000_000;
const hour = 60 * minute;
const day = 24 * hour;

/** What a mutation may look at: the graph, its actors' habits, and other natural roots to borrow from. */
export interface MutationWorld {
  readonly graph: ActionGraph;
  readonly habits: Habits;
  readonly random: Random;
  /** Another natural root, drawn at random. */
  donor(): Root;
}

/** One way to make a natural root look unexplained. */
export interface Mutation {
  readonly name: string;
  readonly title: string;
  /** The mutated root, whose subgraph is then sampled anew; null where this root can't be mutated so. */
  apply(root: Root, world: MutationWorld): Root | null;
}

const between = (random: Random, from: number, to: number): number => Math.round(from + random() * (to - from));
const subjectsOf = (root: Root): number[] => root.nodes.filter((_, i) => root.subjects[i] === 1);
const pick = <T>(items: ArrayLike<T>, random: Random): T => items[randomInt(random, items.length)]!;

const otherSubject: Mutation = {
  name: "other-subject",
  title: "Another subject at the root",
  apply(root, { donor }) {
    const own = subjectsOf(root);
    if (own.length === 0) return null;
    for (let attempt = 0; attempt < 8; attempt++) {
      const others = subjectsOf(donor());
      if (others.length === 0 || others.some((node) => own.includes(node))) continue;
      const kept = root.nodes.filter((_, i) => root.subjects[i] === 0);
      return {
        ...root,
        nodes: [...kept, ...others],
        subjects: [...kept.map(() => 0), ...others.map(() => 1)],
      };
    }
    return null;
  },
};

const noContext: Mutation = {
  name: "no-context",
  title: "The subject's other actions removed",
  apply(root, { random }) {
    if (subjectsOf(root).length === 0) return null;
    return { ...root, hidden: pick([day, 7 * day, 30 * day, Infinity], random) };
  },
};

const beforeContext: Mutation = {
  name: "before-context",
  title: "The root before its context",
  apply(root, { graph, random }) {
    const subjects = subjectsOf(root);
    let earliest = root.start;
    for (const node of subjects) {
      for (let group = graph.nodeGroup[node]!; group < graph.nodeGroup[node + 1]!; group++) {
        earliest = Math.min(earliest, earliestSince(graph, group, root.start - 7 * day));
      }
    }
    return earliest === root.start ? null : { ...root, start: earliest - between(random, 10 * minute, 8 * hour) };
  },
};

/** The start of the first action of a group that is not before `since`; Infinity where there is none. */
function earliestSince({ groupStart, groupAction, start }: ActionGraph, group: number, since: number): number {
  let low = groupStart[group]!;
  let high = groupStart[group + 1]!;
  const end = high;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (start[groupAction[middle]!]! < since) low = middle + 1;
    else high = middle;
  }
  return low < end ? start[groupAction[low]!]! : Infinity;
}

const otherActor: Mutation = {
  name: "other-actor",
  title: "Another actor, of another kind, at the root",
  apply(root, { graph, habits, random }) {
    const own = root.nodes[0]!;
    let unlike = own;
    let least = 1;
    for (let attempt = 0; attempt < 6; attempt++) {
      const actor = pick(habits.active, random);
      const like = actor === own ? 1 : likeness(graph, habits, own, actor);
      if (like < least) {
        least = like;
        unlike = actor;
      }
    }
    return unlike === own ? null : { ...root, nodes: [unlike, ...root.nodes.slice(1)] };
  },
};

const outOfHours: Mutation = {
  name: "out-of-hours",
  title: "The root moved out of the actor's hours",
  apply(root, { habits, random }) {
    const quiet = quietHours(habits, root.nodes[0]!);
    if (quiet.length === 0) return null;
    const midnight = root.start - (root.start % day);
    return { ...root, start: midnight + pick(quiet, random) * hour + between(random, 0, hour - 1) };
  },
};

const repeated: Mutation = {
  name: "repeated",
  title: "The root repeated",
  apply(root, { random }) {
    return { ...root, copies: between(random, 5, 30), spacing: between(random, 5 * minute, 20 * minute) };
  },
};

/** The mutations of METHODS 4, each a small function from a root to a root. */
export const mutations: readonly Mutation[] = [
  otherSubject,
  noContext,
  beforeContext,
  otherActor,
  outOfHours,
  repeated,
];

/** Weights by name, 0 for off. How often each is drawn is its share of their sum. */
export const defaultMutationWeights: Readonly<Record<string, number>> = {
  "other-subject": 1,
  "no-context": 1,
  "before-context": 1,
  "other-actor": 1,
  "out-of-hours": 0.5,
  repeated: 0.5,
};

/** A root that a mutation made, which tells its name. */
export type MutatedRoot = Root & { readonly mutation: string };

/**
 * Mutates a root by a mutation drawn by weight, or by another where that one can't be applied.
 * @returns null where none of those with a weight can
 */
export function mutate(
  root: Root,
  weights: Readonly<Record<string, number>>,
  world: MutationWorld,
): MutatedRoot | null {
  let open = mutations.filter(({ name }) => (weights[name] ?? 0) > 0);
  while (open.length > 0) {
    const drawn = drawByWeight(open, weights, world.random);
    const mutated = drawn.apply(root, world);
    if (mutated) return { ...mutated, mutation: drawn.name };
    open = open.filter((mutation) => mutation !== drawn);
  }
  return null;
}

function drawByWeight(open: readonly Mutation[], weights: Readonly<Record<string, number>>, random: Random): Mutation {
  let ticket = random() * open.reduce((sum, { name }) => sum + weights[name]!, 0);
  for (const mutation of open) {
    ticket -= weights[mutation.name]!;
    if (ticket < 0) return mutation;
  }
  return open[open.length - 1]!;
}
