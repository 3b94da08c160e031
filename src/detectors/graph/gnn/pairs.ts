import type { Pairs } from "../../../gpu/contrast.ts";
import { type Random, randomInt, seededRandom, shuffle } from "../../../lib/random.ts";

/** Mutated roots to learn from, whose rows follow those of the natural ones: for each, the row that it was made of, and the mutation. */
export interface MutantRows {
  readonly origin: Int32Array;
  readonly kind: readonly string[];
}

/** Roots to learn from, by actor and day. Rows count from 0 in `action`. */
export interface RootGroups {
  /** Action of each row. */
  readonly action: Int32Array;
  /** The group of each row: roots of one actor and day. */
  readonly group: Int32Array;
  /** Rows that pairs are drawn from, and those that the objective is measured on: whole groups. */
  readonly learnt: Int32Array;
  readonly aside: Int32Array;
}

/**
 * Draws whole groups (all roots of an actor on a day, at most eight of them) until there are `most` roots, and sets a sixth of them aside. Single
 * roots alone would do for independent pairs, but of 3,000 drawn from a large history hardly two are of one actor and day.
 * @param roots action ids
 * @param day each action's day
 */
export function groupRoots(
  { actor, day }: { readonly actor: Int32Array; readonly day: Int32Array },
  roots: Int32Array,
  { most = 2000, mostAside = 240, mostInGroup = 8, seed = 1 } = {},
): RootGroups {
  const byKey = new Map<string, number[]>();
  for (const root of roots) {
    const key = `${actor[root]} ${day[root]}`;
    const group = byKey.get(key);
    if (group) group.push(root);
    else byKey.set(key, [root]);
  }
  const random = seededRandom(seed);
  const action: number[] = [];
  const groupOf: number[] = [];
  const learnt: number[] = [];
  const aside: number[] = [];
  for (const [group, members] of shuffle([...byKey.values()], random).entries()) {
    if (action.length >= most) break;
    const rows = group % 6 === 5 && aside.length < mostAside ? aside : learnt;
    for (const root of shuffle(members.slice(), random).slice(0, mostInGroup)) {
      rows.push(action.length);
      action.push(root);
      groupOf.push(group);
    }
  }
  return {
    action: Int32Array.from(action),
    group: Int32Array.from(groupOf),
    learnt: Int32Array.from(learnt),
    aside: Int32Array.from(aside),
  };
}

/** Rows that share their group with another, and for each row the rows of its group. */
function partners({ group }: RootGroups, rows: Int32Array): { paired: Int32Array; of: Map<number, number[]> } {
  const of = new Map<number, number[]>();
  for (const row of rows) {
    const members = of.get(group[row]!);
    if (members) members.push(row);
    else of.set(group[row]!, [row]);
  }
  return { paired: rows.filter((row) => of.get(group[row]!)!.length > 1), of };
}

/** One mutated pair in so many is of two roots that one mutation made. */
const alikeInMutated = 6;

/**
 * Draws batches of pairs; the batch of a step depends on the seed and the step alone, so training can go on from any step.
 *
 * Natural pairs are those of METHODS 4. Of the `mutated` share five in six are a mutated root and the one that it was made of, apart; the others are two that one
 * mutation made, together: what was done to them, not whose they are, is what they have in common.
 */
export function createBatches(
  groups: RootGroups,
  {
    phi,
    mutated,
    mutants = { origin: new Int32Array(), kind: [] },
    seed,
    size,
  }: { phi: number; mutated: number; mutants?: MutantRows; seed: number; size: number },
) {
  const { learnt } = groups;
  const { paired, of } = partners(groups, learnt);
  const isLearnt = new Set(learnt);
  const usable = Int32Array.from(mutants.origin.keys()).filter((i) => isLearnt.has(mutants.origin[i]!));
  const alike = new Map(
    [...new Set(mutants.kind)].map((kind) => [kind, usable.filter((i) => mutants.kind[i] === kind)]),
  );
  const pick = (rows: Int32Array, random: Random): number => rows[randomInt(random, rows.length)]!;
  const drawNatural = (random: Random): [number, number, number] => {
    if (random() >= phi) {
      const first = pick(paired, random);
      const others = of.get(groups.group[first]!)!;
      const skip = 1 + randomInt(random, others.length - 1);
      return [first, others[(others.indexOf(first) + skip) % others.length]!, 0];
    }
    return [pick(learnt, random), pick(learnt, random), 1];
  };
  const drawMutated = (random: Random): [number, number, number] => {
    const mutant = pick(usable, random);
    const row = groups.action.length + mutant;
    if (randomInt(random, alikeInMutated) > 0) return [row, mutants.origin[mutant]!, 1];
    return [row, groups.action.length + pick(alike.get(mutants.kind[mutant]!)!, random), 0];
  };
  const share = usable.length === 0 ? 0 : mutated;
  const draw = (random: Random) => (random() < share ? drawMutated(random) : drawNatural(random));
  return {
    /** Why there is nothing to learn; null where there is. */
    problem:
      paired.length === 0
        ? "no actor has two roots on one day, and the trained embedding learns from such pairs"
        : null,
    at(step: number): Pairs {
      const random = seededRandom(Math.imul(seed, 7919) + step + 1);
      const drawn = Array.from({ length: size }, () => draw(random));
      return {
        first: Int32Array.from(drawn, ([first]) => first),
        second: Int32Array.from(drawn, ([, second]) => second),
        apart: Uint8Array.from(drawn, ([, , apart]) => apart),
      };
    },
  };
}

/**
 * The pairs that the objective is measured on: all of one actor and day, and as many independent ones, of the roots set aside (of all where those hold
 * under ten). `first` and `second` are places in `rows`.
 */
export function asidePairs(groups: RootGroups, { seed = 1, most = 2000 } = {}): { rows: Int32Array; pairs: Pairs } {
  const random = seededRandom(seed + 77);
  const all = Int32Array.from(groups.action.keys());
  const few = partners(groups, groups.aside).paired.length < 10;
  const rows = few ? shuffle(all, random).slice(0, 240).sort() : groups.aside;
  const drawn: [number, number, number][] = [];
  for (let a = 0; a < rows.length; a++) {
    for (let b = a + 1; b < rows.length && drawn.length < most; b++) {
      if (groups.group[rows[a]!] === groups.group[rows[b]!]) drawn.push([a, b, 0]);
    }
  }
  const independent = Math.max(drawn.length, Math.min(most, 500));
  for (let i = 0; i < independent && rows.length > 1; i++) {
    const a = randomInt(random, rows.length);
    drawn.push([a, (a + 1 + randomInt(random, rows.length - 1)) % rows.length, 1]);
  }
  return {
    rows,
    pairs: {
      first: Int32Array.from(drawn, ([a]) => a),
      second: Int32Array.from(drawn, ([, b]) => b),
      apart: Uint8Array.from(drawn, ([, , apart]) => apart),
    },
  };
}
