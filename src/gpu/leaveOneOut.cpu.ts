import { eigenvalueFloor } from "./subspace.input.ts";

/** Where two eigenvalues count as one: share of the first. */
const sameEigenvalue = 1e-13;
/** The least weight of a pole, so that every bracket holds a root; what a pole of this weight adds is far below rounding. */
const leastWeight = 1e-34;

/** An eigenvalue of the matrix without day i, and how much of that day lies along its eigenvector: (vᵀg)². */
const found = { value: 0, along: 0 };

/**
 * The root of Σ_k w_k / (λ_k − μ) between λ_{j+1} and λ_j, measured from the nearer of the two, by interpolation with
 * both poles (Bunch, Nielsen & Sorensen 1978), kept inside a bracket.
 */
function solve(n: number, j: number, lambda: Float64Array, weight: Float64Array): void {
  const upper = lambda[j]!;
  const gap = upper - lambda[j + 1]!;
  if (gap <= sameEigenvalue * lambda[0]!) {
    found.value = upper;
    found.along = 0;
    return;
  }
  const upperWeight = weight[j]!;
  const lowerWeight = weight[j + 1]!;
  const nearLower = upperWeight > lowerWeight;
  let origin = nearLower ? lambda[j + 1]! : upper;
  let low = nearLower ? 0 : -gap;
  let high = low + gap;
  let tau = ((nearLower ? lowerWeight : -upperWeight) * gap) / (upperWeight + lowerWeight);
  let slope = 0;
  for (let round = 0; round < 60; round++) {
    let above = 0;
    let aboveSlope = 0;
    for (let k = 0; k <= j; k++) {
      const inverse = 1 / (lambda[k]! - origin - tau);
      const term = weight[k]! * inverse;
      above += term;
      aboveSlope += term * inverse;
    }
    let below = 0;
    let belowSlope = 0;
    let k = j + 1;
    for (; k + 1 < n; k += 2) {
      const distance = lambda[k]! - origin - tau;
      const further = lambda[k + 1]! - origin - tau;
      const both = 1 / (distance * further);
      const term = weight[k]! * further * both;
      const next = weight[k + 1]! * distance * both;
      below += term + next;
      belowSlope += (term * further + next * distance) * both;
    }
    if (k < n) {
      const term = weight[k]! / (lambda[k]! - origin - tau);
      below += term;
      belowSlope += term / (lambda[k]! - origin - tau);
    }
    const value = above + below;
    slope = aboveSlope + belowSlope;
    if (Math.abs(value) <= 4 * Number.EPSILON * (above - below)) break;
    if (value > 0) high = tau;
    else low = tau;
    const toUpper = upper - origin - tau;
    const toLower = lambda[j + 1]! - origin - tau;
    const c = value - aboveSlope * toUpper - belowSlope * toLower;
    const a = (toUpper + toLower) * value - toUpper * toLower * slope;
    const b = toUpper * toLower * value;
    const root = Math.sqrt(Math.max(0, a * a - 4 * b * c));
    const step = a > 0 ? (2 * b) / (a + root) : (a - root) / (2 * c);
    const next = tau + step;
    const inside = next > low && next < high;
    if (inside && Math.abs(step) <= 1e-12 * Math.abs(next)) break;
    tau = inside ? next : (low + high) / 2;
    if (Math.abs(tau) > 0.75 * gap) {
      const move = tau < 0 ? gap : -gap;
      origin = tau < 0 ? lambda[j + 1]! : upper;
      low += move;
      high += move;
      tau += move;
    }
  }
  found.value = origin + tau;
  found.along = 1 / slope;
}
/** Scratch of `leaveOneOut` for up to `size` days. */
export const createLeaveOneOutScratch = (size: number) => ({
  weight: new Float64Array(size + 1),
  pole: new Float64Array(size + 1),
});

/** Eigenpairs of a Gram matrix whose row i stands for `times[i]` days alike, as `Fit` has them. */
export interface GramPairs {
  readonly size: number;
  readonly times: Float64Array;
  readonly diagonal: Float64Array;
  readonly lambda: Float64Array;
  readonly vectors: Float64Array;
}

/**
 * Squared prediction error of a day of each row by all the other days, from the eigenpairs of the Gram matrix of all.
 *
 * Without row and column i the eigenvalues are the roots μ of Σ_k u_ik²/(λ_k − μ), one between each two λ, and the unit
 * eigenvector v has (vᵀg_i)² = 1 / Σ_k u_ik²/(λ_k − μ)² (Schur's complement of G − μ; Golub 1973). So
 * SPE_i = G_ii − Σ_{j≤r} 1/(μ_j·Σ_k u_ik²/(λ_k − μ_j)²), r by the same rule as for the whole.
 * A day of m alike has u_ik/√m in the eigenvectors of its row, and the rest of its length, 1 − 1/m, at λ = 0.
 *
 * Writes one number a row, none below 0, to `out`.
 */
export function leaveOneOut(
  { size, times, diagonal, lambda, vectors }: GramPairs,
  rule: { readonly most: number; readonly energy: number },
  out: Float64Array,
  { weight, pole }: ReturnType<typeof createLeaveOneOutScratch> = createLeaveOneOutScratch(size),
): void {
  let trace = 0;
  for (let i = 0; i < size; i++) trace += times[i]! * diagonal[i]!;
  for (let k = 0; k < size; k++) pole[k] = lambda[k]!;
  pole[size] = 0;
  for (let i = 0; i < size; i++) {
    const own = diagonal[i]!;
    const total = trace - own;
    const alike = times[i]!;
    const poles = alike > 1 ? size + 1 : size;
    let left = own;
    if (total > Number.EPSILON * trace) {
      for (let k = 0; k < size; k++) weight[k] = Math.max(leastWeight, vectors[i * size + k]! ** 2 / alike);
      weight[size] = 1 - 1 / alike;
      let held = 0;
      let first = 0;
      for (let j = 0; j < Math.min(rule.most, poles - 1) && held < rule.energy * total; j++) {
        solve(poles, j, pole, weight);
        if (j === 0) first = found.value;
        held += found.value;
        left -= found.along / Math.max(found.value, eigenvalueFloor * first);
      }
    }
    out[i] = Math.max(0, left);
  }
}
