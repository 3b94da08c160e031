import type { Table } from "apache-arrow";

/** One DuckDB: the only way the rest of the code reaches the logs. Every call is queued; none runs beside another. */
export interface Database {
  /** Runs one statement and gives its whole result; a signal stops it while it runs. @throws Cancelled, Error with DuckDB's message */
  query(sql: string, signal?: AbortSignal): Promise<Table>;
  /** Runs one statement for what it does; the signal stops it while it runs. @throws Cancelled, Error with DuckDB's message */
  execute(sql: string, signal: AbortSignal): Promise<void>;
  /** Plans a text without running it. @throws Error unless it is exactly one statement that can run */
  check(sql: string): Promise<void>;
  /** Runs statements that give nothing (separated by semicolons); a signal stops them while they run. @throws Cancelled */
  run(sql: string, signal?: AbortSignal): Promise<void>;
  /** Creates `table` (or appends to it, if `create` is false) from an Arrow IPC stream. */
  insertArrow(table: string, ipc: Uint8Array, options?: { create?: boolean }): Promise<void>;
  /** Makes bytes readable as `/in/<name>`; the buffer is given away. */
  registerBytes(name: string, bytes: Uint8Array): Promise<void>;
  /** Forgets a registered file. */
  dropFile(name: string): Promise<void>;
  close(): Promise<void>;
}

/** An identifier that may come from a log, quoted for SQL. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A text quoted for SQL; NUL, at which the engine would stop reading, by its number. */
export function quoteText(text: string): string {
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return text.includes("\0") ? `(${quoted.replaceAll("\0", "' || chr(0) || '")})` : quoted;
}
