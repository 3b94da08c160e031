import { compileReference } from "./pick.ts";

/** What the sampled values of one column look like. */
export interface ColumnProfile {
  readonly name: string;
  /** The last part of a path, lower case, words apart by `_`: `initiatedBy.userName` is `user_name`. */
  readonly leaf: string;
  /** Texts of the sample, where there is one. */
  readonly values: readonly string[];
  /** Share of the records that have a value. */
  readonly filled: number;
  readonly distinct: number;
  /** Distinct values over values: 1 where none repeats. */
  readonly variety: number;
  /** Mean characters a value. */
  readonly length: number;
  /** Share of the values that are plain numbers. */
  readonly numeric: number;
  /** Share of the values that hold three words or more, or JSON. */
  readonly prose: number;
}

const snake = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[^A-Za-z0-9@]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .toLowerCase();

const shareOf = (values: readonly string[], test: (value: string) => boolean): number =>
  values.length === 0 ? 0 : values.filter(test).length / values.length;

/** Profiles columns (names or paths) over sampled records. */
export function profileColumns(
  columns: readonly string[],
  records: readonly Readonly<Record<string, unknown>>[],
  nulls: readonly string[],
): ColumnProfile[] {
  const empty = new Set(nulls);
  return columns.slice(0, 2000).map((name) => {
    const get = compileReference(name, empty);
    const values = records.flatMap((record) => get(record) ?? []);
    const distinct = new Set(values).size;
    return {
      name,
      leaf: snake(name.slice(name.lastIndexOf(".") + 1)),
      values,
      filled: records.length === 0 ? 0 : values.length / records.length,
      distinct,
      variety: values.length === 0 ? 0 : distinct / values.length,
      length: values.reduce((sum, value) => sum + value.length, 0) / (values.length || 1),
      numeric: shareOf(values, (value) => /^\s*-?\d+([.,]\d+)?\s*$/.test(value)),
      prose: shareOf(values, (value) => /\S\s+\S+\s+\S+\s+\S/.test(value) || /^\s*[[{]/.test(value)),
    };
  });
}
