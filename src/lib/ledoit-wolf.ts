/** A covariance matrix pulled towards a multiple of the identity. */
export interface ShrunkCovariance {
  /** Share of the identity's multiple, 0 … 1. */
  readonly shrinkage: number;
  /** The multiple: the mean variance. */
  readonly mean: number;
}

/**
 * Ledoit & Wolf's shrinkage (2004) of n centred observations of p variables, into `covariance`: (1 − s)·XᵀX/n + s·μ·I, μ = tr(XᵀX)/(n·p).
 * @param x n × p, row-major, centred
 * @param covariance p × p, row-major, overwritten
 */
export function ledoitWolf(x: Float64Array, n: number, p: number, covariance: Float64Array): ShrunkCovariance {
  covariance.fill(0, 0, p * p);
  let fourth = 0;
  for (let i = 0; i < n; i++) {
    const row = i * p;
    let square = 0;
    for (let j = 0; j < p; j++) {
      const v = x[row + j]!;
      square += v * v;
      const line = j * p;
      for (let k = 0; k <= j; k++) covariance[line + k]! += v * x[row + k]!;
    }
    fourth += square * square;
  }
  let trace = 0;
  let squares = 0;
  for (let j = 0; j < p; j++) {
    for (let k = 0; k <= j; k++) {
      const value = covariance[j * p + k]! / n;
      covariance[j * p + k] = value;
      squares += (k === j ? 1 : 2) * value * value;
    }
    trace += covariance[j * p + j]!;
  }
  const mean = p === 0 ? 0 : trace / p;
  const distance = squares - p * mean * mean;
  const noise = Math.min(distance, (fourth / n - squares) / n);
  const shrinkage = noise > 0 && distance > 0 ? noise / distance : 0;
  for (let j = 0; j < p; j++) {
    for (let k = 0; k < j; k++) {
      covariance[j * p + k]! *= 1 - shrinkage;
      covariance[k * p + j] = covariance[j * p + k]!;
    }
    covariance[j * p + j] = (1 - shrinkage) * covariance[j * p + j]! + shrinkage * mean;
  }
  return { shrinkage, mean };
}
