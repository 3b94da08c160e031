import { ints, scalar, texts } from "../db/columns.ts";
import { type Database, quoteText } from "../db/database.ts";
import type { RowCounts } from "./report.ts";

/** The number of the next file. */
export async function nextFile(db: Database): Promise<number> {
  return scalar(await db.query("select coalesce(max(id) + 1, 0)::integer from files"));
}

/** Whether a file of so many bytes was imported: only then can another be the same. */
export async function hasFileOfSize(db: Database, bytes: number): Promise<boolean> {
  return scalar(await db.query(`select count(*)::integer from files where bytes = ${bytes}`)) > 0;
}

/** An imported file of the same bytes, and how many rows it had; null where there is none. */
export async function sameFile(db: Database, sha256: string): Promise<{ name: string; rows: number } | null> {
  const found = await db.query(
    `select name, rows_in from files where sha256 = ${quoteText(sha256)} and rows_typed + rows_rejected > 0 order by id limit 1`,
  );
  return found.numRows === 0 ? null : { name: texts(found, "name")[0]!, rows: ints(found, "rows_in")[0]! };
}

/** Enters a file and its counts. */
export async function insertFile(
  db: Database,
  file: {
    readonly file: number;
    readonly name: string;
    readonly format: string;
    readonly vendor: string | null;
    readonly bytes: number;
    readonly sha256: string;
    readonly rows: RowCounts;
  },
): Promise<void> {
  const { rows } = file;
  const values = [
    file.file,
    quoteText(file.name),
    quoteText(file.format),
    file.vendor === null ? "null" : quoteText(file.vendor),
    file.bytes,
    quoteText(file.sha256),
    rows.in,
    rows.typed,
    rows.rejected,
    rows.duplicate,
  ];
  await db.query(`insert into files values (${values.join(", ")})`);
}
