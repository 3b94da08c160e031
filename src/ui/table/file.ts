import type { ExportFormat, TableView } from "../../engine/api/table-views.ts";
import { csvLine } from "../../lib/csv.ts";
import { Cancelled } from "../../lib/errors.ts";
import type { Progress } from "../../lib/job.ts";
import type { Column, RowSource } from "../row-source.ts";

const chunk = 2000;

/** A view of a table as a file, by its source, or as CSV from its windows. @throws Cancelled */
export async function tableFile(
  source: RowSource,
  columns: readonly Column[],
  what: { readonly view: TableView; readonly format: ExportFormat; readonly total: number },
  { signal, report }: { readonly signal: AbortSignal; readonly report: (progress: Progress) => void },
): Promise<Blob> {
  const { view, format, total } = what;
  if (source.export) return source.export({ view, format }, signal, report);
  if (format.kind !== "csv") throw new Error("This source gives no Parquet.");
  const parts: string[] = [
    `${csvLine(
      columns.map(({ name }) => name),
      format,
    )}\n`,
  ];
  for (let at = 0; at < total; at += chunk) {
    const rows = await source.window(at, chunk, view);
    if (signal.aborted) throw new Cancelled();
    for (const row of rows) {
      const fields = row.map((value) => (typeof value === "boolean" ? String(value) : value));
      parts.push(`${csvLine(fields, format)}\n`);
    }
    report({ stage: "Writing CSV", done: Math.min(total, at + chunk), total, unit: "rows" });
  }
  return new Blob(parts, { type: "text/csv" });
}
