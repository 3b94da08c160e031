import type { DayCells, TenantFeatures } from "../features/cells.ts";
import { randomInt, seededRandom } from "../lib/random.ts";

/** Two users whose ids are swapped from a date on. */
export type UserPair = readonly [number, number];

/** Cells in which users have their partners' rows (see `partners`) from `day` on. */
export function switchCells(cells: DayCells, partner: Int32Array, day: number): DayCells {
  const actors = cells.rowStart.length - 1;
  const rowStart = new Int32Array(actors + 1);
  const rows = new Int32Array(cells.day.length);
  let at = 0;
  for (let actor = 0; actor < actors; actor++) {
    rowStart[actor] = at;
    for (let row = cells.rowStart[actor]!; row < cells.rowStart[actor + 1]!; row++)
      if (partner[actor]! < 0 || cells.day[row]! < day) rows[at++] = row;
    const other = partner[actor]!;
    if (other < 0) continue;
    for (let row = cells.rowStart[other]!; row < cells.rowStart[other + 1]!; row++)
      if (cells.day[row]! >= day) rows[at++] = row;
  }
  rowStart[actors] = at;
  return {
    rowStart,
    day: Int32Array.from(rows, (row) => cells.day[row]!),
    key: Int32Array.from(rows, (row) => cells.key[row]!),
    n: Float32Array.from(rows, (row) => cells.n[row]!),
  };
}

/** Whose id each of `actors` users has after the switch; −1: their own. */
export function partners(actors: number, pairs: readonly UserPair[]): Int32Array {
  const partner = new Int32Array(actors).fill(-1);
  for (const [a, b] of pairs) {
    partner[a] = b;
    partner[b] = a;
  }
  return partner;
}

/**
 * Features in which the ids of each pair of users are swapped from `day` (index into `Calendar.days`) on: the idea of CLUE-LDS. Counts of new
 * entities move with the events that they were counted on, so newness to the wrong user is not in them.
 */
export function switchUsers(features: TenantFeatures, pairs: readonly UserPair[], day: number): TenantFeatures {
  const partner = partners(features.actors.length, pairs);
  return {
    ...features,
    channels: features.channels.map((channel) => ({ ...channel, cells: switchCells(channel.cells, partner, day) })),
  };
}

/** Draws pairs of users who are active on at least `before` of the `history` days before the window and on `after` scored days each. */
export function drawPairs(
  features: TenantFeatures,
  {
    pairs,
    before = 15,
    after = 2,
    history = 30,
    seed,
  }: { pairs: number; before?: number; after?: number; history?: number; seed: number },
): UserPair[] {
  const type = features.channels.find(({ kind }) => kind === "type");
  if (!type) return [];
  const { cells } = type;
  const fit: number[] = [];
  for (let actor = 0; actor < features.actors.length; actor++) {
    const days = new Set(cells.day.subarray(cells.rowStart[actor]!, cells.rowStart[actor + 1]!));
    const { from } = features.calendar.scored;
    const late = [...days].filter((day) => day >= from).length;
    const early = [...days].filter((day) => day < from && day >= from - history).length;
    if (early >= before && late >= after) fit.push(actor);
  }
  const random = seededRandom(seed);
  const drawn: UserPair[] = [];
  while (drawn.length < pairs && fit.length >= 2) {
    const [a] = fit.splice(randomInt(random, fit.length), 1);
    const [b] = fit.splice(randomInt(random, fit.length), 1);
    drawn.push([a!, b!]);
  }
  return drawn;
}
