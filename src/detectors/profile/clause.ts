import type { Reason } from "../scores.ts";

/** A reason without its value: the words, which events show it, and its weight among the clauses of the same question. */
export interface Clause {
  readonly label: string;
  readonly sentence: string;
  readonly where?: NonNullable<Reason["where"]>;
  readonly weight: number;
}

/** A number as people write it: integers as they are, others with two significant digits. */
export const plain = (x: number): string =>
  Number.isInteger(x) ? x.toLocaleString("en-US") : Number(x.toPrecision(2)).toLocaleString("en-US");

/** A sentence's first letter in upper case. */
export const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
