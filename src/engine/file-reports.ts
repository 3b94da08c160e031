import type { OpenFile } from "../ingest/recorder.ts";
import type { FileReport } from "../ingest/report.ts";

/** Of a file of which nothing was read. */
export const noRows = { in: 0, typed: 0, rejected: 0, duplicate: 0 };

/** What there is of a file whose import stopped, or goes on in another tab. */
export function reportOfStopped(open: OpenFile, isWritable: boolean): FileReport {
  const { name, format, vendor, bytes, records, typed, rejected, duplicate, notes } = open;
  const there = `row ${records} (${Math.floor((100 * open.bytesRead) / Math.max(1, bytes))} %)`;
  const problem = isWritable
    ? { what: `Its import stopped at ${there}.`, next: "Drop the same file on the page, and it goes on from there." }
    : { what: `Another tab has imported it up to ${there}.`, next: "Open the tenant again when it is through there." };
  return { name, format, vendor, bytes, rows: { in: records, typed, rejected, duplicate }, notes, problem };
}

/** Row counts of several files, added up. */
export function sumRows(rows: readonly FileReport["rows"][]): FileReport["rows"] {
  return rows.reduce(
    (sum, one) => ({
      in: sum.in + one.in,
      typed: sum.typed + one.typed,
      rejected: sum.rejected + one.rejected,
      duplicate: sum.duplicate + one.duplicate,
    }),
    noRows,
  );
}
