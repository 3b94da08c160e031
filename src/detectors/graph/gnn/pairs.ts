import type { Pairs } from "../../../gpu/contrast.ts";
import { type Random, randomInt, seededRandom, shuffle } from "../../../lib/random.ts";

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

/** Draws batches of pairs; the batch of a step depends on the seed and the step alone, so training can go on from any step. */
export function createBatches(groups: RootGroups, { phi, seed, size }: { phi: number; seed: number; size: number }) {
  const { learnt } = groups;
  const { paired, of } = partners(groups, learnt);
  const draw = (random: Random): [number, number, number] => {
    if (random() >= phi) {
      const first = paired[randomInt(random, paired.length)]!;
      const others = of.get(groups.group[first]!)!;
      const skip = 1 + randomInt(random, others.length - 1);
      return [first, others[(others.indexOf(first) + skip) % others.length]!, 0];
    }
    return [learnt[randomInt(random, learnt.length)]!, learnt[randomInt(random, learnt.length)]!, 1];
  };
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
