import { selectInPlace } from "../lib/statistics.ts";
import {
  aboveNinetieth,
  createIdentityRows,
  type IdentityInput,
  type IdentityRows,
  keptOthers,
} from "./identity.input.ts";

/** The places of the largest of `sum`, without `self`, best first; ties go to the lower place. −1 where there are fewer. */
function largest(sum: Float64Array, self: number, best: Int32Array): void {
  best.fill(-1);
  let least = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < sum.length; c++) {
    if (sum[c]! <= least || c === self) continue;
    let k = best.length;
    while (k > 0 && (best[k - 1]! < 0 || sum[c]! > sum[best[k - 1]!]!)) k--;
    best.copyWithin(k + 1, k, best.length - 1);
    best[k] = c;
    const last = best[best.length - 1]!;
    if (last >= 0) least = sum[last]!;
  }
}

/**
 * Log-likelihoods of items `from` to `to` (exclusive) under every candidate, in float64: base + Σ weight·gain over the values of
 * the day that the candidate ever had.
 */
export function identityRange(input: IdentityInput, from: number, to: number): IdentityRows {
  const { candidates, start, candidate, gain, base, itemStart, value, weight, pattern, self } = input;
  const rows = createIdentityRows(to - from);
  const sum = new Float64Array(candidates);
  const best = new Int32Array(keptOthers);
  for (let item = from; item < to; item++) {
    const own = self[item]!;
    const others = candidates - (own >= 0 ? 1 : 0);
    if (others < 1) continue;
    const first = pattern[item]! * candidates;
    sum.set(base.subarray(first, first + candidates));
    for (let row = itemStart[item]!; row < itemStart[item + 1]!; row++) {
      const stop = start[value[row]! + 1]!;
      const w = weight[row]!;
      for (let at = start[value[row]!]!; at < stop; at++) {
        const c = candidate[at]!;
        sum[c] = sum[c]! + w * gain[at]!;
      }
    }
    largest(sum, own, best);
    const place = (item - from) * keptOthers;
    best.forEach((c, k) => {
      if (c < 0) return;
      rows.best[place + k] = c;
      rows.bestSum[place + k] = sum[c]!;
    });
    const above = aboveNinetieth(others);
    if (above < 0) continue;
    if (own >= 0) sum[own] = Number.NEGATIVE_INFINITY;
    rows.ninetieth[item - from] = selectInPlace(sum, candidates - 1 - above);
  }
  return rows;
}
