import type { Channel, DayCells, TenantFeatures } from "../../features/cells.ts";
import { typeChannel } from "./judged-days.ts";

/** A sparse matrix, CSR: users × columns. */
export interface SparseRows {
  /** rows + 1 offsets into `column` and `value`. */
  readonly start: Int32Array;
  readonly column: Int32Array;
  readonly value: Float64Array;
  readonly columns: number;
}

/** Sums each actor's counts by key over the days [from, to). */
export function countRows(cells: DayCells, { keys, from, to }: { keys: number; from: number; to: number }): SparseRows {
  const actors = cells.rowStart.length - 1;
  const start = new Int32Array(actors + 1);
  const column: number[] = [];
  const value: number[] = [];
  const sum = new Float64Array(keys);
  for (let actor = 0; actor < actors; actor++) {
    const touched: number[] = [];
    for (let row = cells.rowStart[actor]!; row < cells.rowStart[actor + 1]!; row++) {
      if (cells.day[row]! < from || cells.day[row]! >= to) continue;
      const key = cells.key[row]!;
      if (sum[key] === 0) touched.push(key);
      sum[key]! += cells.n[row]!;
    }
    for (const key of touched.sort((a, b) => a - b)) {
      column.push(key);
      value.push(sum[key]!);
      sum[key] = 0;
    }
    start[actor + 1] = column.length;
  }
  return { start, column: Int32Array.from(column), value: Float64Array.from(value), columns: keys };
}

/** Scales each row to length 1; a row of zeros stays. */
export function normaliseRows(rows: SparseRows): SparseRows {
  const value = rows.value.slice();
  for (let row = 0; row + 1 < rows.start.length; row++) {
    let square = 0;
    for (let at = rows.start[row]!; at < rows.start[row + 1]!; at++) square += value[at]! ** 2;
    if (square > 0) for (let at = rows.start[row]!; at < rows.start[row + 1]!; at++) value[at]! /= Math.sqrt(square);
  }
  return { ...rows, value };
}

/**
 * TF-IDF of counts, rows of length 1: (1 + ln n)·(1 + ln((1 + N)/(1 + df))), N the rows that are not empty (scikit-learn's
 * `TfidfTransformer(sublinear_tf=True)`).
 */
export function tfIdf(counts: SparseRows): SparseRows {
  let documents = 0;
  const frequency = new Float64Array(counts.columns);
  for (let row = 0; row + 1 < counts.start.length; row++) if (counts.start[row + 1]! > counts.start[row]!) documents++;
  for (const column of counts.column) frequency[column]!++;
  const value = counts.value.map(
    (n, at) => (1 + Math.log(n)) * (1 + Math.log((1 + documents) / (1 + frequency[counts.column[at]!]!))),
  );
  return normaliseRows({ ...counts, value });
}

/** 1 − H/log K of each row's shares, K the number of columns; 0 for an empty row. */
function rowConstancy({ start, value, columns }: SparseRows): Float64Array {
  return Float64Array.from({ length: start.length - 1 }, (_, row) => {
    const own = value.subarray(start[row]!, start[row + 1]!);
    const total = own.reduce((sum, n) => sum + n, 0);
    if (total === 0) return 0;
    const entropy = own.reduce((sum, n) => sum - (n / total) * Math.log(n / total), 0);
    return Math.max(0, 1 - entropy / Math.log(Math.max(2, columns)));
  });
}

/** What the attributes together weigh beside the types, as a share of a vector's squared length. */
const attributeShare = 0.2;

/**
 * Every user as a vector of length 1: TF-IDF of his event types over the days [from, to), and beside it the values of each attribute, weighed
 * by how constant he is in it (METHODS, 2: peer groups come from the low-variance features and from type mixes). An attribute in which most
 * values are some one user's own tells nothing about peers and is left out. Users without history have empty rows.
 */
export function userVectors(
  features: TenantFeatures,
  { from, to }: { from: number; to: number },
): SparseRows & { readonly types: number } {
  const channel = typeChannel(features);
  const types = tfIdf(countRows(channel.cells, { keys: channel.labels.length, from, to }));
  const attributes = features.channels
    .filter(({ kind, labels }) => kind === "attribute" && labels.length > 1)
    .map(({ cells, labels }) => countRows(cells, { keys: labels.length, from, to }))
    .filter(({ column }) => 2 * new Set(column).size <= column.length)
    .map((counts) => ({ rows: tfIdf(counts), constancy: rowConstancy(counts) }));
  const start = new Int32Array(types.start.length);
  const column: number[] = [];
  const value: number[] = [];
  for (let actor = 0; actor + 1 < start.length; actor++) {
    const add = ({ start: first, column: key, value: v }: SparseRows, offset: number, weight: number) => {
      for (let at = first[actor]!; at < first[actor + 1]!; at++) {
        column.push(offset + key[at]!);
        value.push(weight * v[at]!);
      }
    };
    add(types, 0, Math.sqrt(1 - attributeShare));
    let offset = types.columns;
    for (const { rows, constancy } of attributes) {
      add(rows, offset, Math.sqrt(attributeShare / attributes.length) * constancy[actor]!);
      offset += rows.columns;
    }
    start[actor + 1] = column.length;
  }
  const columns = attributes.reduce((sum, { rows }) => sum + rows.columns, types.columns);
  const whole = { start, column: Int32Array.from(column), value: Float64Array.from(value), columns };
  return { ...normaliseRows(whole), types: types.columns };
}

/** The channel of an attribute or an entity type by its name, such as `department`; undefined where there is none. */
export const namedChannel = (features: TenantFeatures, name: string): Channel | undefined =>
  features.channels.find((channel) => channel.name === `attribute:${name}` || channel.name === `entity-value:${name}`);
