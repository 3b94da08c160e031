/** Upper tail of the standard normal distribution, P(Z ≥ z), exact in relative terms as far out as doubles reach. */
export function normalTail(z: number): number {
  if (Number.isNaN(z)) return z;
  if (z < 0) return 1 - normalTail(-z);
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z > 3) {
    let fraction = z;
    for (let k = 80; k > 0; k--) fraction = z + k / fraction;
    return density / fraction;
  }
  let sum = z;
  for (let term = z, k = 3; Math.abs(term) > 1e-17 && k < 200; k += 2) {
    term *= (z * z) / k;
    sum += term;
  }
  return 0.5 - density * sum;
}

const central = [
  [2.506628277459239, -30.66479806614716, 138.357751867269, -275.9285104469687, 220.9460984245205, -39.69683028665376],
  [1, -13.28068155288572, 66.80131188771972, -155.6989798598866, 161.5858368580409, -54.47609879822406],
] as const;
const outer = [
  [
    2.938163982698783, 4.374664141464968, -2.549732539343734, -2.400758277161838, -0.3223964580411365,
    -0.007784894002430293,
  ],
  [1, 3.754408661907416, 2.445134137142996, 0.3224671290700398, 0.007784695709041462],
] as const;

const polynomial = (coefficients: readonly number[], x: number): number =>
  coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);

/** The z whose upper tail is `p`, for p in [0, 1]: infinite at the ends, else to 1e-9 of itself (Acklam's rational approximation). */
export function normalDeviate(p: number): number {
  if (p > 0.5) return -normalDeviate(1 - p);
  if (p <= 0) return Number.POSITIVE_INFINITY;
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p));
    return -polynomial(outer[0], q) / polynomial(outer[1], q);
  }
  const q = 0.5 - p;
  return (q * polynomial(central[0], q * q)) / polynomial(central[1], q * q);
}
