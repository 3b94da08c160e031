import fc from "fast-check";
import { plainSpaces, sqlTokens } from "../../src/db/sql-tokens.ts";
import { startDuckdb } from "../support/duckdb-module.ts";
import { type FuzzOptions, type FuzzRow, tryProperty } from "./support/part.ts";

export const cases = 1_000_000;

/** What a scanner of SQL may stumble over, alone and behind one another. */
const pieces = fc.array(
  fc.oneof(
    {
      weight: 12,
      arbitrary: fc.constantFrom(
        ..."' '' \" \"\" $ $$ $t$ $1 $é$ -- /* */ ; ( ) , . .. : :: = - + * / @ < > | ! ~ ^ & % ? # \\ \\' [ ] { }".split(
          " ",
        ),
        ..."e' E' b' x' n' N' u _e' 1e' 1e5 1_0 0x1F 0xe' 1. .5 1.5e 1e+ a a$b é e E select pivot write_log".split(" "),
      ),
    },
    { weight: 4, arbitrary: fc.constantFrom(" ", "\n", "\r", "\t", "\f") },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        ..."\u000b\u0085\u00a0\u1680\u2000\u200b\u200d\u2028\u202f\u205f\u2060\u3000\ufeff\u0001\u007f",
      ),
    },
    { weight: 1, arbitrary: fc.string({ maxLength: 3, unit: "grapheme" }) },
  ),
  { maxLength: 16 },
);

/** The semicolons and the names before an opening parenthesis, as cells are judged by: `at` in UTF-16 units. */
function seenByUs(sql: string): string[] {
  const tokens = sqlTokens(sql).filter(({ kind }) => kind !== "space");
  return tokens.flatMap(({ kind, name, from }, i) => {
    if (kind === "mark" && name === ";") return [`; ${from}`];
    const next = tokens[i + 1];
    return kind === "name" && next?.kind === "mark" && next.name === "(" ? [`call ${from}`] : [];
  });
}

/** A scanned text by DuckDB's own scanner: null where it gives none, since then nothing of it runs. */
export type Scan = { readonly offsets: readonly number[]; readonly types: readonly number[] };

function seenByDuckdb(sql: string, { offsets, types }: Scan): string[] {
  const bytes = new TextEncoder().encode(sql);
  const unit = (offset: number) => new TextDecoder().decode(bytes.subarray(0, offset)).length;
  const byte = (i: number) => String.fromCharCode(bytes[offsets[i]!] ?? 0);
  return offsets.flatMap((offset, i) => {
    if (byte(i) === ";" && types[i] === 3) return [`; ${unit(offset)}`];
    const isName = types[i] === 0 || types[i] === 4;
    return isName && /[^\0-\x40\x5b-\x5e\x60\x7b-\x7f]|"/.test(byte(i)) && i + 1 < offsets.length && byte(i + 1) === "("
      ? [`call ${unit(offset)}`]
      : [];
  });
}

/** What DuckDB's scanner gives up, so that nothing of it runs: an empty identifier, and Unicode escapes, which this build lacks. */
const neverRuns = (sql: string): boolean =>
  /u&['"]/i.test(sql) || sqlTokens(sql).some(({ kind, name }) => kind === "name" && name === "");

/** Cells are judged by our scanner: it sees statements end, and functions called, where DuckDB's does. */
export async function fuzz(options: FuzzOptions): Promise<readonly FuzzRow[]> {
  const engine = await startDuckdb();
  const same = fc.property(pieces, (parts) => {
    const sql = plainSpaces(parts.join(""));
    const scan: Scan = engine.tokenize(sql);
    if (scan.offsets.length === 0 || neverRuns(sql)) return;
    const [ours, theirs] = [seenByUs(sql), seenByDuckdb(sql, scan)].map(String);
    if (ours !== theirs) throw new Error(`we see ${ours}, DuckDB ${theirs}`);
  });
  return [await tryProperty("SQL: our scanner and DuckDB's see the same statements and calls", same, options)];
}
