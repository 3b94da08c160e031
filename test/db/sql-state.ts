import { texts } from "../../src/db/columns.ts";
import type { Database } from "../../src/db/database.ts";

const parts = [
  "from duckdb_settings() order by all",
  "select database_name, path, readonly from duckdb_databases() order by all",
  "select database_name, schema_name, table_name, temporary, estimated_size, sql from duckdb_tables() order by all",
  "select database_name, schema_name, view_name, sql from duckdb_views() where not internal order by all",
  "select function_name, macro_definition from duckdb_functions() where not internal order by all",
  "select extension_name, loaded, installed from duckdb_extensions() order by all",
  "select name from duckdb_secrets() order by all",
  "select name from duckdb_prepared_statements() order by all",
  "select name, value from duckdb_variables() order by all",
  "select count(*) as n from duckdb_logs()",
  "select * from types order by all",
];

/** All of a database that a cell must not change, as one text: settings, tables, views, macros, extensions, secrets, logs. */
export async function sqlState(db: Database): Promise<string> {
  const said: string[] = [];
  for (const part of parts) said.push((await db.query(part)).toString());
  return said.join("\n");
}

/** What may be called by name: all of DuckDB's functions, but those that only take time and memory. */
export async function callable(db: Database): Promise<string[]> {
  const names = texts(
    await db.query("select distinct function_name as name from duckdb_functions() order by 1"),
    "name",
  );
  return names.filter((name) => !/^(range|generate_series|repeat|repeat_row|test_vector_types|.pad)$/.test(name));
}
