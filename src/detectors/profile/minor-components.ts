import type { TenantFeatures } from "../../features/cells.ts";
import { symmetricEigen } from "../../gpu/eigen.cpu.ts";
import { ledoitWolf } from "../../lib/ledoit-wolf.ts";
import { spreadOfSorted } from "../../lib/statistics.ts";
import { countsOfDay, type DayMatrix, dayMatrixBuilder } from "./day-matrix.ts";
import { type JudgedDays, typeChannel } from "./judged-days.ts";

/** Share of the variance that the minor components hold together. */
const minorShare = 0.2;
/** The least that a component's variance counts as, in units of a standardised count's. */
const varianceFloor = 0.05;
/** The least scale of log(1 + count): a count that never changes has none of its own. */
const scaleFloor = 0.25;

/** How far a day lies along the directions in which its user never varies. */
export interface MinorStatistic {
  /** Σ t_j²/λ_j over the minor components, over their number. */
  readonly value: number;
  /** Loadings, by feature, of the component that holds most of it. */
  readonly loadings: Float64Array;
}

/** How a user's counts vary together over the days of a history. */
export interface MinorModel {
  /** Of log(1 + count), by feature. */
  readonly median: Float64Array;
  readonly scale: Float64Array;
  /** Eigenvalues of the shrunk covariance, descending, and its eigenvectors in columns. */
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

/**
 * Learns the minor components (METHODS, 2) of days × features, row-major: log(1 + count) standardised by median and modified standard deviation,
 * covariance by Ledoit & Wolf, eigenpairs. Null with fewer than two features or three days.
 */
export function fitMinor(history: Float64Array, p: number): MinorModel | null {
  const n = p === 0 ? 0 : history.length / p;
  if (p < 2 || n < 3) return null;
  const x = history.map((count) => Math.log1p(count));
  const median = new Float64Array(p);
  const scale = new Float64Array(p);
  const column = new Float64Array(n);
  for (let f = 0; f < p; f++) {
    for (let row = 0; row < n; row++) column[row] = x[row * p + f]!;
    const spread = spreadOfSorted(column.sort());
    median[f] = spread.median;
    scale[f] = Math.max(scaleFloor, spread.mad > 0 ? 1.4826 * spread.mad : 1.2533 * spread.meanAd);
    for (let row = 0; row < n; row++) x[row * p + f] = (x[row * p + f]! - median[f]!) / scale[f]!;
  }
  const covariance = new Float64Array(p * p);
  ledoitWolf(x, n, p, covariance);
  const values = new Float64Array(p);
  const vectors = new Float64Array(p * p);
  symmetricEigen(p, covariance, values, vectors);
  return { median, scale, values, vectors };
}

/**
 * The minor-component statistic of a day's counts: Σ t_j²/λ_j over the components that hold the lowest 20 % of variance (those of equal variance
 * together), λ floored, over their number.
 */
export function minorStatistic({ median, scale, values, vectors }: MinorModel, today: Float64Array): MinorStatistic {
  const y = today.map((count, f) => (Math.log1p(count) - median[f]!) / scale[f]!);
  return alongMinor(y, values, vectors);
}

/** Reads a standardised day along the minor ones of descending eigenpairs. */
function alongMinor(y: Float64Array, values: Float64Array, vectors: Float64Array): MinorStatistic {
  const p = y.length;
  const limit = minorShare * values.reduce((sum, value) => sum + Math.max(0, value), 0);
  let held = 0;
  let sum = 0;
  let components = 0;
  let largest = -1;
  let strongest = p - 1;
  for (let j = p - 1; j >= 0; j--) {
    held += Math.max(0, values[j]!);
    const isTied = j < p - 1 && values[j]! <= values[j + 1]! * (1 + 1e-6) + 1e-12;
    if (j < p - 1 && held > limit && !isTied) break;
    let t = 0;
    for (let f = 0; f < p; f++) t += vectors[f * p + j]! * y[f]!;
    const part = t ** 2 / Math.max(varianceFloor, values[j]!);
    sum += part;
    components++;
    if (part > largest) {
      largest = part;
      strongest = j;
    }
  }
  return {
    value: sum / components,
    loadings: Float64Array.from({ length: p }, (_, f) => vectors[f * p + strongest]!),
  };
}

/** What is counted in minor components: events by type, and distinct entities by entity type. */
const countedChannels = (features: TenantFeatures) =>
  features.channels.filter(({ kind }) => kind === "type" || kind === "entity");

/**
 * For each judged day of an established user, log(1 + the minor-component statistic) by the days of its history. NaN for the others, and for
 * users with fewer than two habitual counts.
 */
export function minorScores(features: TenantFeatures, judged: JudgedDays): Float64Array {
  const scores = new Float64Array(judged.length).fill(Number.NaN);
  const matrixOf = dayMatrixBuilder(countedChannels(features), typeChannel(features).cells);
  let known: { readonly matrix: DayMatrix; readonly model: MinorModel | null } | null = null;
  for (let i = 0; i < judged.length; i++) {
    const isSame = i > 0 && judged.actor[i] === judged.actor[i - 1] && judged.block[i] === judged.block[i - 1];
    if (!isSame) known = null;
    if (!judged.established[i]) continue;
    if (!known) {
      const matrix = matrixOf(judged, i);
      known = { matrix, model: fitMinor(matrix.counts, matrix.features.length) };
    }
    const { matrix, model } = known;
    if (!model) continue;
    const today = countsOfDay(matrix.features, judged.actor[i]!, judged.day[i]!);
    scores[i] = Math.log1p(minorStatistic(model, today).value);
  }
  return scores;
}

/** What the minor components of item `i` say, with the matrix that they were read from; null where they say nothing. */
export function minorOf(
  features: TenantFeatures,
  judged: JudgedDays,
  i: number,
): (MinorStatistic & { readonly matrix: DayMatrix; readonly today: Float64Array }) | null {
  if (!judged.established[i]) return null;
  const matrix = dayMatrixBuilder(countedChannels(features), typeChannel(features).cells)(judged, i);
  const model = fitMinor(matrix.counts, matrix.features.length);
  const today = countsOfDay(matrix.features, judged.actor[i]!, judged.day[i]!);
  return model && { ...minorStatistic(model, today), matrix, today };
}
