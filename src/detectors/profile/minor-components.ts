import type { TenantFeatures } from "../../features/cells.ts";
import { createEigenScratch, symmetricEigen } from "../../gpu/eigen.cpu.ts";
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

/** Sorts `values[0..n)` by insertion: they are few. */
function insertionSort(values: Float64Array, n: number): void {
  for (let i = 1; i < n; i++) {
    const value = values[i]!;
    let j = i;
    while (j > 0 && values[j - 1]! > value) values[j] = values[--j]!;
    values[j] = value;
  }
}

/**
 * The minor-component statistic (METHODS, 2) of a day against history days: log(1 + count) standardised by median and modified standard
 * deviation, covariance by Ledoit & Wolf, eigenpairs, and Σ t_j²/λ_j over the components that hold the lowest 20 % of variance (those of equal
 * variance together), λ floored. Null with fewer than two features or three days.
 *
 * @param history days × features, row-major
 * @param leaveOut the row of `history` that is no history, or −1
 */
export function minorStatistic(history: Float64Array, today: Float64Array, leaveOut = -1): MinorStatistic | null {
  const p = today.length;
  const rows = p === 0 ? 0 : history.length / p;
  const n = leaveOut >= 0 ? rows - 1 : rows;
  if (p < 2 || n < 3) return null;
  const x = new Float64Array(n * p);
  const y = new Float64Array(p);
  const column = new Float64Array(n);
  for (let f = 0; f < p; f++) {
    for (let row = 0, at = 0; row < rows; row++) if (row !== leaveOut) column[at++] = Math.log1p(history[row * p + f]!);
    for (let at = 0; at < n; at++) x[at * p + f] = column[at]!;
    insertionSort(column, n);
    const { median, mad, meanAd } = spreadOfSorted(column);
    const scale = Math.max(scaleFloor, mad > 0 ? 1.4826 * mad : 1.2533 * meanAd);
    for (let at = 0; at < n; at++) x[at * p + f] = (x[at * p + f]! - median) / scale;
    y[f] = (Math.log1p(today[f]!) - median) / scale;
  }
  const covariance = new Float64Array(p * p);
  ledoitWolf(x, n, p, covariance);
  const values = new Float64Array(p);
  const vectors = new Float64Array(p * p);
  symmetricEigen(p, covariance, values, vectors, createEigenScratch(p));
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

/** Item `i`'s own counts, and which row of the history it is (−1: none). */
function partsOf(matrix: DayMatrix, judged: JudgedDays, i: number) {
  const leaveOut = judged.leaveOut[i]! < 0 ? -1 : matrix.days.indexOf(judged.leaveOut[i]!);
  const p = matrix.features.length;
  const today =
    leaveOut >= 0
      ? matrix.counts.subarray(leaveOut * p, (leaveOut + 1) * p)
      : countsOfDay(matrix.features, judged.actor[i]!, judged.day[i]!);
  return { leaveOut, today };
}

/**
 * For each judged day of an established user, log(1 + the minor-component statistic); every history day of the null by the other days. NaN for
 * the others, and for users with fewer than two habitual counts.
 */
export function minorScores(features: TenantFeatures, judged: JudgedDays): Float64Array {
  const scores = new Float64Array(judged.length).fill(Number.NaN);
  const matrixOf = dayMatrixBuilder(countedChannels(features), typeChannel(features).cells);
  let matrix: DayMatrix | null = null;
  for (let i = 0; i < judged.length; i++) {
    const isSame = i > 0 && judged.actor[i] === judged.actor[i - 1] && judged.window[i] === judged.window[i - 1];
    if (!isSame) matrix = null;
    if (!judged.established[i]) continue;
    matrix ??= matrixOf(judged, i);
    const { leaveOut, today } = partsOf(matrix, judged, i);
    const found = minorStatistic(matrix.counts, today, leaveOut);
    if (found) scores[i] = Math.log1p(found.value);
  }
  return scores;
}

/** What the minor components of item `i` say, with the matrix that they were read from; null where they say nothing. */
export function minorOf(
  features: TenantFeatures,
  judged: JudgedDays,
  i: number,
): (MinorStatistic & { readonly matrix: DayMatrix; readonly today: Float64Array; readonly leaveOut: number }) | null {
  if (!judged.established[i]) return null;
  const matrix = dayMatrixBuilder(countedChannels(features), typeChannel(features).cells)(judged, i);
  const { leaveOut, today } = partsOf(matrix, judged, i);
  const found = minorStatistic(matrix.counts, today, leaveOut);
  return found && { ...found, matrix, today, leaveOut };
}
