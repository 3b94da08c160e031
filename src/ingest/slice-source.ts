import { ints, texts } from "../db/columns.ts";
import type { Database } from "../db/database.ts";
import type { StagedSource } from "./canonical.ts";
import { csvSelect } from "./csv-source.ts";
import { dialectOf, type StagedSlice } from "./decode.ts";
import type { Recognised } from "./formats/format.ts";
import offsetNote from "./offset-note.sql?raw";
import { linesToIpc, rejectsToIpc } from "./stage-records.ts";
import type { StagingPlan } from "./staging-plan.ts";

const linesTable = "incoming_lines";
const rowsTable = "incoming_rows";
const rejectsTable = "incoming_rejects";

/** Has a table for as long as `use` lasts. */
async function withTable<T>(db: Database, table: string, ipc: Uint8Array, use: () => Promise<T>): Promise<T> {
  await db.insertArrow(table, ipc);
  try {
    return await use();
  } finally {
    await db.query(`drop table ${table}`);
  }
}

/** Enters what the decoder could not read, whole. */
export async function appendRejects(db: Database, file: number, { rejects }: StagedSlice): Promise<void> {
  if (rejects.length === 0) return;
  await withTable(db, rejectsTable, rejectsToIpc(rejects), () =>
    db.query(`insert into rejects select ${file}, line, reason, raw from ${rejectsTable}`),
  );
}

/** Ascending lines at which the slice's records and rejects start. */
export function recordStarts({ lines, rejects }: StagedSlice): Int32Array {
  if (rejects.length === 0) return lines;
  const starts = new Int32Array(lines.length + rejects.length);
  starts.set(lines);
  starts.set(
    rejects.map((reject) => reject.line),
    lines.length,
  );
  return starts.sort();
}

/** For each event of the staged slice, the index of its record among the slice's starts: rejects stand between records. */
export async function eventStarts(
  db: Database,
  { lines, rejects }: StagedSlice,
  starts: Int32Array,
): Promise<Int32Array> {
  const kept = ints(await db.query("select n from staged where fault = 0 order by n"), "n");
  if (rejects.length === 0) return kept;
  const before = new Int32Array(lines.length);
  const rejected = Int32Array.from(rejects, (reject) => reject.line).sort();
  for (let i = 0, r = 0; i < lines.length; i++) {
    while (r < rejected.length && rejected[r]! < lines[i]!) r++;
    before[i] = Math.min(i + r, starts.length - 1);
  }
  return kept.map((n) => before[n]!);
}

/** Says it where times of one file carry several offsets, or only some carry one. */
export async function offsetNotes(db: Database, { zone }: StagingPlan): Promise<string[]> {
  const marks = texts(await db.query(offsetNote), "mark");
  if (marks.length < 2) return [];
  const naive = marks.includes("no offset") ? ` Those without one are read in ${zone}.` : "";
  return [`The times carry ${marks.length} different offsets (${marks.slice(0, 6).join(", ")}).${naive}`];
}

/** Gives `use` the slice as something to select from, and clears it away afterwards. */
export async function withSource<T>(
  db: Database,
  { kind, bytes, lines }: StagedSlice,
  { plan, recognised }: { plan: StagingPlan; recognised: Recognised },
  use: (source: StagedSource) => Promise<T>,
): Promise<T> {
  if (kind === "arrow") {
    const names = [...plan.columns.map(({ name }) => name), "line"].join(", ");
    const select = `select ${names} from ${rowsTable}`;
    return withTable(db, rowsTable, bytes, () => use({ select, line: "", lines: "" }));
  }
  const file = "slice.csv";
  const select = csvSelect(plan, dialectOf(recognised), { file, bytes: bytes.length });
  const first = lines[0]!;
  const regular = lines[lines.length - 1]! - first === lines.length - 1;
  await db.registerBytes(file, bytes);
  try {
    if (regular) return await use({ select, line: `, n + ${first} as line`, lines: "" });
    return await withTable(db, linesTable, linesToIpc(lines), () =>
      use({ select, line: "", lines: `positional join ${linesTable}` }),
    );
  } finally {
    await db.dropFile(file);
  }
}
