import type { Table } from "apache-arrow";

/** One DuckDB: the only way the rest of the code reaches the logs. Every call is queued; none runs beside another. */
export interface Database {
  /** Runs one statement and gives its whole result. @throws Error with DuckDB's message */
  query(sql: string): Promise<Table>;
  /** Plans a text without running it. @throws Error unless it is exactly one statement that can run */
  check(sql: string): Promise<void>;
  /** Runs statements that give nothing (separated by semicolons). */
  run(sql: string): Promise<void>;
  /** Creates `table` (or appends to it, if `create` is false) from an Arrow IPC stream. */
  insertArrow(table: string, ipc: Uint8Array, options?: { create?: boolean }): Promise<void>;
  /** Makes bytes readable as `/in/<name>`; the buffer is given away. */
  registerBytes(name: string, bytes: Uint8Array): Promise<void>;
  /** Forgets a registered file. */
  dropFile(name: string): Promise<void>;
  /** Stops the query that runs now, if it can be stopped. */
  cancel(): Promise<void>;
  close(): Promise<void>;
}

/** An identifier that may come from a log, quoted for SQL. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A text quoted for SQL. */
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;
