import { at, has, type Row } from "./record.ts";
import type { Sample } from "./vendor.ts";

/** The rows to judge by: the records, or where there are none one empty row with the columns. */
function rowsOf(sample: Sample): readonly Row[] {
  if (sample.records.length > 0) return sample.records;
  return sample.columns.length > 0 ? [Object.fromEntries(sample.columns.map((column) => [column, ""]))] : [];
}

/** The share of the sample's rows, 0 to 1, that pass the test. */
export function share(sample: Sample, test: (row: Row) => boolean): number {
  const rows = rowsOf(sample);
  return rows.length === 0 ? 0 : rows.filter(test).length / rows.length;
}

/** The candidate that most rows have a value for; the earlier on a tie, the first where none has one. */
export function prevalent(sample: Sample, candidates: readonly string[]): string {
  let best = candidates[0] ?? "";
  let most = 0;
  for (const candidate of candidates) {
    const n = rowsOf(sample).filter((row) => {
      const value = at(row, candidate);
      return sample.records.length > 0 ? value !== undefined && value !== null && value !== "" : has(row, candidate);
    }).length;
    if (n > most) {
      best = candidate;
      most = n;
    }
  }
  return best;
}
