const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** ln Γ(x) for x > 0 (Lanczos, g = 7), to about 1e-14 of its size. */
export function lnGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - lnGamma(1 - x);
  const z = x - 1;
  let sum = lanczos[0]!;
  for (let i = 1; i < 9; i++) sum += lanczos[i]! / (z + i);
  const t = z + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** The continued fraction of the incomplete beta function (modified Lentz; Numerical Recipes, 6.4). */
function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const away = (v: number) => (Math.abs(v) < tiny ? tiny : v);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= 400; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    value *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return value;
}

/** ln I_x(a, b), the logarithm of the regularised incomplete beta function, exact in the tail that underflows; x in [0, 1], a, b > 0. */
export function lnBetaRegularised(x: number, a: number, b: number): number {
  if (x <= 0) return Number.NEGATIVE_INFINITY;
  if (x >= 1) return 0;
  const front = lnGamma(a + b) - lnGamma(a) - lnGamma(b) + a * Math.log(x) + b * Math.log1p(-x);
  if (x < (a + 1) / (a + b + 2)) return Math.min(0, front + Math.log(betaFraction(x, a, b) / a));
  const upper = Math.exp(front) * (betaFraction(1 - x, b, a) / b);
  return Math.log1p(-Math.min(upper, 1));
}

/** I_x(a, b), the regularised incomplete beta function: the distribution function of Beta(a, b) at x. */
export const betaRegularised = (x: number, a: number, b: number): number => Math.exp(lnBetaRegularised(x, a, b));

/** The quantile of Beta(a, b) at probability `q`, by bisection. */
export function betaQuantile(q: number, a: number, b: number): number {
  let low = 0;
  let high = 1;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (betaRegularised(middle, a, b) < q) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** ln P(X ≥ n) for a negative binomial of the given mean and size (variance mean + mean²/size): I_{mean/(mean+size)}(n, size). */
export function lnNegativeBinomialTail(n: number, mean: number, size: number): number {
  if (n <= 0) return 0;
  return lnBetaRegularised(mean / (mean + size), n, size);
}
