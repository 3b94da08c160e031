import type { SubspaceFeatures } from "../../../src/detectors/subspace/input.ts";
import { type Random, seededRandom } from "../../../src/lib/random.ts";

/** A count of one type by one actor on one day, indices all. */
export interface Cell {
  readonly actor: number;
  readonly day: number;
  readonly type: number;
  readonly n: number;
}

/** Features of a tenant from its cells in any order; first seen days are those of the first cells. */
export function featuresOf(
  cells: readonly Cell[],
  { actors, days, types, scored = 7 }: { actors: number; days: number; types: readonly string[]; scored?: number },
): SubspaceFeatures {
  const sorted = [...cells].sort((a, b) => a.actor - b.actor || a.day - b.day || a.type - b.type);
  const rowStart = new Int32Array(actors + 1);
  const firstSeen = new Int32Array(actors).fill(-1);
  for (const { actor, day } of sorted) {
    rowStart[actor + 1]!++;
    if (firstSeen[actor]! < 0) firstSeen[actor] = day;
  }
  for (let actor = 0; actor < actors; actor++) rowStart[actor + 1]! += rowStart[actor]!;
  return {
    cells: {
      rowStart,
      day: Int32Array.from(sorted, (c) => c.day),
      key: Int32Array.from(sorted, (c) => c.type),
      n: Float32Array.from(sorted, (c) => c.n),
    },
    types,
    calendar: {
      zone: "UTC",
      days: Int32Array.from({ length: days }, (_, d) => 19_000 + d),
      silent: 0,
      scored: { from: days - scored, to: days - 1 },
    },
    firstSeen,
    ignored: new Uint8Array(actors),
  };
}

function poisson(random: Random, mean: number): number {
  const stop = Math.exp(-mean);
  let product = random();
  let count = 0;
  while (product > stop) {
    product *= random();
    count++;
  }
  return count;
}

/** Actors with tastes of their own, quiet weekends, Poisson counts. */
export function officeCells({ actors = 12, days = 40, types = 10, seed = 1 } = {}): Cell[] {
  const random = seededRandom(seed);
  const cells: Cell[] = [];
  for (let actor = 0; actor < actors; actor++) {
    const rates = Array.from({ length: types }, () => random() ** 3 * 8);
    for (let day = 0; day < days; day++) {
      const busy = day % 7 < 5 ? 0.6 + 0.8 * random() : 0.02;
      rates.forEach((rate, type) => {
        const n = poisson(random, rate * busy);
        if (n > 0) cells.push({ actor, day, type, n });
      });
    }
  }
  return cells;
}

export const typeNames = (types: number): string[] => Array.from({ length: types }, (_, t) => `Tool.Act${t}`);
