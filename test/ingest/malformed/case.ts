import type { Mapping } from "../../../src/ingest/mapping.ts";

/** What must come of a file: rows `typed/rejected` (all that went in), with words about the file; or the words of its refusal. */
export type Outcome = string | RegExp | readonly [rows: string, says: RegExp];

/** A malformed file, named by what is wrong with it. `name` decides nothing but notes, and `mapping` is for its odd columns. */
export interface Malformed {
  readonly what: string;
  readonly content: string | Uint8Array;
  readonly outcome: Outcome;
  readonly name?: string;
  readonly mapping?: Mapping;
}

/** The mapping of most of the files: the shortest there is. */
export const plainMapping: Mapping = { time: "time", actor: "user", type: ["action"] };

export const header = "time,user,action\n";
/** The i-th sound row, without its line end. */
export const soundRow = (i: number): string => `2024-01-0${(i % 9) + 1}T10:00:00Z,user${i},read`;
/** So many sound rows with their header. */
export const soundCsv = (rows: number): string =>
  header + Array.from({ length: rows }, (_, i) => `${soundRow(i)}\n`).join("");
/** The i-th sound record of JSON. */
export const soundRecord = (i: number) => ({
  time: `2024-01-0${(i % 9) + 1}T10:00:00Z`,
  user: `user${i}`,
  action: "read",
});

/** Bytes of parts one behind the other; texts as UTF-8. */
export const joined = (...parts: readonly (string | Uint8Array | readonly number[])[]): Uint8Array =>
  new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part as string))));
