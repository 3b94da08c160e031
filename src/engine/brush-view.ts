import { type Database, quoteName, quoteText } from "../db/database.ts";
import { sqlTypes, type ValueType } from "./value-table.ts";

/** What is brushed on a chart, as texts that DuckDB casts; both ends are included. */
export interface BrushedRange {
  readonly type: ValueType;
  readonly lo: string;
  readonly hi: string;
}

/**
 * Lets SQL read what is brushed by the chart's name: a view of one row, `lo` and `hi`; null where nothing is, which compares with any type.
 * Views of brushes have a schema of their own, behind that of the tables: a cell that takes the name later hides the view.
 */
export async function storeBrush(db: Database, name: string, range: BrushedRange | null): Promise<void> {
  const end = (text: string) => (range ? `cast(${quoteText(text)} as ${sqlTypes[range.type]})` : "null");
  await db.query(`drop table if exists main.${quoteName(name)}`);
  await db.query(
    `create or replace view brushes.${quoteName(name)} as select ${end(range?.lo ?? "")} as lo, ${end(range?.hi ?? "")} as hi`,
  );
}
