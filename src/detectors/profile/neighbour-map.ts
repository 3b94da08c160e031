import { randomInt, seededRandom } from "../../lib/random.ts";
import type { MapPlaces } from "./map.ts";
import { cosineDistances } from "./silhouette.ts";
import type { SparseRows } from "./user-vectors.ts";

/** Places by their rank on each axis, −1 to 1: an outlier takes no more room than anybody else. */
export function rankPlaces({ x, y }: MapPlaces, members: Int32Array): MapPlaces {
  const ranked = (values: Float64Array): Float64Array => {
    const out = new Float64Array(members.length);
    const order = Int32Array.from(members.keys()).sort((a, b) => values[members[a]!]! - values[members[b]!]! || a - b);
    order.forEach((i, place) => {
      out[i] = members.length < 2 ? 0 : (2 * place) / (members.length - 1) - 1;
    });
    return out;
  };
  return { x: ranked(x), y: ranked(y) };
}

/** The nearest others of each item: items × k, nearest first. */
function nearestOf(distance: Float32Array, n: number, k: number): Int32Array {
  const out = new Int32Array(n * k);
  for (let i = 0; i < n; i++) {
    const own = distance.subarray(i * n, (i + 1) * n);
    const order = Int32Array.from({ length: n }, (_, j) => j).sort((a, b) => own[a]! - own[b]! || a - b);
    out.set(order.filter((j) => j !== i).subarray(0, k), i * k);
  }
  return out;
}

/**
 * Draws rows nearer to the rows most like them: from the given start, the gradient steps of UMAP (McInnes, Healy & Melville 2018; a = 1.577,
 * b = 0.895, its curve for a least distance of 0.1) over the k nearest by cosine, five random others pushed off for each one drawn near.
 * @param members rows of `vectors` to place; the cost is that of all their pairs
 * @param start places of the members
 */
export function neighbourMap(
  vectors: SparseRows,
  members: Int32Array,
  start: MapPlaces,
  { neighbours = 12, epochs = 200, seed = 5 }: { neighbours?: number; epochs?: number; seed?: number } = {},
): MapPlaces {
  const n = members.length;
  const k = Math.min(neighbours, n - 1);
  const x = start.x.map((value) => 10 * value);
  const y = start.y.map((value) => 10 * value);
  if (k < 1) return { x, y };
  const near = nearestOf(cosineDistances(vectors, members), n, k);
  const random = seededRandom(seed);
  const [a, b] = [1.577, 0.895];
  const step = (value: number): number => Math.max(-4, Math.min(4, value));
  for (let epoch = 0; epoch < epochs; epoch++) {
    const rate = 1 - epoch / epochs;
    for (let i = 0; i < n; i++) {
      const j = near[i * k + (epoch % k)]!;
      let [dx, dy] = [x[i]! - x[j]!, y[i]! - y[j]!];
      let square = dx * dx + dy * dy;
      if (square > 0) {
        const pull = (-2 * a * b * square ** (b - 1)) / (1 + a * square ** b);
        x[i]! += rate * step(pull * dx);
        y[i]! += rate * step(pull * dy);
        x[j]! -= rate * step(pull * dx);
        y[j]! -= rate * step(pull * dy);
      }
      for (let negative = 0; negative < 5; negative++) {
        const other = randomInt(random, n);
        if (other === i) continue;
        [dx, dy] = [x[i]! - x[other]!, y[i]! - y[other]!];
        square = dx * dx + dy * dy;
        const push = (2 * b) / ((0.001 + square) * (1 + a * square ** b));
        x[i]! += rate * step(push * dx);
        y[i]! += rate * step(push * dy);
      }
    }
  }
  return { x, y };
}
