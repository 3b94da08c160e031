import { ints, texts } from "../db/columns.ts";
import type { RejectedRow } from "./api/imports.ts";
import type { Tenant } from "./tenant.ts";

/** Rejects `offset` to `offset + limit` of all files, in the files' order; the record as it stands in the file where the import kept none. */
export async function readRejects({ db, raw }: Tenant, offset: number, limit: number): Promise<RejectedRow[]> {
  const table = await db.query(
    `select f.name as file, r.file as file_id, r.line, r.reason, coalesce(r.raw, '') as raw
     from rejects r join files f on f.id = r.file order by r.file, r.line limit ${Math.trunc(limit)} offset ${Math.trunc(offset)}`,
  );
  const [ids, lines] = [ints(table, "file_id"), ints(table, "line")];
  const [reasons, kept] = [texts(table, "reason"), texts(table, "raw")];
  const records = await raw.rawRecords(Array.from(lines, (line, i) => ({ file: ids[i]!, line })));
  return texts(table, "file").map((file, i) => ({
    file,
    line: lines[i]!,
    reason: reasons[i]!,
    raw: kept[i]! || (records[i] ?? ""),
  }));
}
