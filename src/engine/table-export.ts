import type { Database } from "../db/database.ts";
import { csvLine } from "../lib/csv.ts";
import { breathe, type Job } from "../lib/job.ts";
import type { ExportFormat } from "./api/table-views.ts";
import { parquetParts } from "./table-parquet.ts";
import { readArranged, type WindowSource } from "./table-window.ts";

/** Rows read and written at a time: no more of a table is held as values. */
const chunk = 20_000;

/** Writes an arranged table to a file, chunk by chunk. @throws Cancelled */
export async function exportTable(db: Database, source: WindowSource, format: ExportFormat, job: Job): Promise<Blob> {
  const { rows: total } = source.arrangement;
  const stage = `Writing ${format.kind === "csv" ? "CSV" : "Parquet"}`;
  const onRows = async (done: number) => {
    job.report({ stage, done: Math.min(done, total), total, unit: "rows" });
    await breathe(job);
  };
  await onRows(0);
  if (format.kind === "parquet")
    return new Blob(await parquetParts(db, source, { chunk, onRows }), { type: "application/vnd.apache.parquet" });
  const parts: Blob[] = [
    new Blob([
      `${csvLine(
        source.columns.map(({ name }) => name),
        format,
      )}\n`,
    ]),
  ];
  for (let at = 0; at < total; at += chunk) {
    const rows = await readArranged(db, source, at, chunk);
    const lines = rows.map((row) =>
      csvLine(
        row.map((value) => (typeof value === "boolean" ? String(value) : value)),
        format,
      ),
    );
    parts.push(new Blob([`${lines.join("\n")}\n`]));
    await onRows(at + chunk);
  }
  return new Blob(parts, { type: "text/csv" });
}
