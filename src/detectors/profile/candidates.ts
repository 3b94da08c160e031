import type { DayCells } from "../../features/cells.ts";
import { randomInt, seededRandom } from "../../lib/random.ts";
import { cellRange } from "./history.ts";

/** The users that a day is compared with: with up to `everybody` of them all; beyond, the user's peers and a draw of the tenant, at most so many each. */
const compared = { everybody: 10_000, peers: 1000, drawn: 1000 };
export type Compared = typeof compared;

/** Active days that make a user somebody to be taken for. */
const enoughDays = 5;

/** Users with enough history in the days [from, to), ascending. */
function established(cells: DayCells, firstSeen: Int32Array, from: number, to: number): Int32Array {
  const found: number[] = [];
  for (let actor = 0; actor < firstSeen.length; actor++) {
    if (firstSeen[actor]! < 0) continue;
    let active = 0;
    let last = -1;
    for (let row = cellRange(cells, actor, from).start; row < cells.rowStart[actor + 1]!; row++) {
      const day = cells.day[row]!;
      if (day >= to) break;
      if (day !== last) active++;
      last = day;
    }
    if (active >= enoughDays) found.push(actor);
  }
  return Int32Array.from(found);
}

/** `most` of `actors`, drawn by a seed; all where they are no more. */
function draw(actors: Int32Array, most: number): Int32Array {
  if (actors.length <= most) return actors;
  const random = seededRandom(47);
  const left = actors.slice();
  for (let i = 0; i < most; i++) {
    const j = i + randomInt(random, left.length - i);
    const kept = left[i]!;
    left[i] = left[j]!;
    left[j] = kept;
  }
  return left.slice(0, most);
}

/**
 * The users that the days of a block are compared with, by peer group: the same for all (group −1) while they are no more than
 * `limits.everybody`; then for each group its own members and a draw of the tenant.
 */
export function candidateSets(
  cells: DayCells,
  {
    firstSeen,
    from,
    to,
    group,
    limits = compared,
  }: { firstSeen: Int32Array; from: number; to: number; group: Int32Array; limits?: Compared },
): ReadonlyMap<number, Int32Array> {
  const all = established(cells, firstSeen, from, to);
  if (all.length <= limits.everybody) return new Map([[-1, all]]);
  const drawn = draw(all, limits.drawn);
  const sets = new Map<number, Int32Array>();
  for (const g of new Set(group)) {
    const peers = draw(
      all.filter((actor) => group[actor] === g),
      limits.peers,
    );
    sets.set(g, Int32Array.from(new Set([...peers, ...drawn])).sort());
  }
  return sets;
}
