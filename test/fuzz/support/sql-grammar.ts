import fc from "fast-check";

const paths = [
  "https://leak.invalid/a.csv",
  "http://127.0.0.1:1/a.csv",
  "s3://leak/a.csv",
  "opfs://a.csv",
  "file:///etc/passwd",
  "blob:x",
  "/etc/passwd",
  "/in/a.csv",
  "/in/../a.csv",
  "/in/*",
  "/in/../*",
  "/in/**",
  "*",
  "events",
  "",
];
const settings = [
  "enable_external_access",
  "allowed_directories",
  "lock_configuration",
  "autoload_known_extensions",
  "memory_limit",
  "threads",
  "enable_logging",
  "search_path",
  "http_proxy",
];
const text = fc
  .constantFrom(...paths, "x", "drop table events", "a;b")
  .map((value) => `'${value.replaceAll("'", "''")}'`);
const value = fc.oneof(
  { weight: 4, arbitrary: text },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      "1",
      "true",
      "null",
      "[1, 2]",
      "{'a': 1}",
      "'memory'",
      "name",
      "E'a'\n'\\''",
      "$$;$$",
      "$1$",
    ),
  },
  { weight: 1, arbitrary: fc.array(text, { maxLength: 2 }).map((items) => `[${items.join(", ")}]`) },
);
const option = fc
  .tuple(
    fc.constantFrom(
      ..."columns header delim store_rejects rejects_table rejects_scan filename union_by_name auto_detect storage storage_config level hive_partitioning all_varchar files_to_sniff".split(
        " ",
      ),
    ),
    fc.constantFrom(" = ", " := ", " => "),
    value,
  )
  .map((parts) => parts.join(""));
const args = fc
  .array(fc.oneof({ weight: 3, arbitrary: value }, { weight: 1, arbitrary: option }), { maxLength: 3 })
  .map((items) => `(${items.join(", ")})`);

const verb = fc
  .tuple(
    fc.constantFrom(
      "set",
      "set global",
      "set session",
      "set variable",
      "reset",
      "pragma",
      "call",
      "attach",
      "attach if not exists",
      "detach",
      "use",
      "load",
      "install",
      "force install",
      "copy events to",
      "copy types from",
      "export database",
      "import database",
      "drop table",
      "drop schema main cascade --",
      "truncate",
      "delete from",
      "create secret s (type http) --",
      "create or replace temp table",
      "create or replace macro",
      "create type",
      "alter table events rename to",
      "vacuum",
      "checkpoint",
      "begin",
      "rollback",
      "explain analyze",
      "prepare p as",
      "describe",
      "show",
      "values",
      "table",
    ),
    fc.oneof(fc.constantFrom(...settings, "events", "types", "x"), value, fc.constant("")),
    fc.oneof(
      fc.constant(""),
      value.map((v) => ` = ${v}`),
      value.map((v) => ` as ${v}`),
    ),
  )
  .map(([head, what, tail]) => `${head} ${what}${tail}`);

/** Statements out of DuckDB's functions by name: reads by address, settings, several statements in one, broken quotes. */
export function sqlStatements(functions: readonly string[]): fc.Arbitrary<string> {
  const name = fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(...functions) },
    {
      weight: 3,
      arbitrary: fc.constantFrom(
        ..."read_csv read_csv_auto read_text read_blob glob sniff_csv query query_table enable_logging disable_logging write_log checkpoint current_setting".split(
          " ",
        ),
      ),
    },
  );
  const quoted = fc
    .tuple(name, fc.constantFrom("", "", "", "system.main.", "main."), fc.boolean())
    .map(([word, schema, isQuoted]) => `${schema}${isQuoted ? `"${word.replaceAll('"', '""')}"` : word}`);
  const call = fc.tuple(quoted, args).map((parts) => parts.join(""));
  const { statement } = fc.letrec<{ statement: string }>((tie) => ({
    statement: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      {
        weight: 2,
        arbitrary: fc.constantFrom(
          "select 1 as a",
          "from types",
          "select * from '/in/a.csv'",
          "from duckdb_settings()",
        ),
      },
      call.map((c) => `select * from ${c}`),
      call.map((c) => `select ${c} as a`),
      text.map((t) => `from ${t}`),
      verb,
      fc.tuple(tie("statement"), tie("statement")).map(([a, b]) => `with w as (${a}) ${b}`),
      tie("statement").map((s) => `select * from (${s})`),
      tie("statement").map((s) => `pivot (${s}) on a`),
      fc
        .tuple(
          tie("statement"),
          fc.constantFrom(";", ");", "\n)--;", "'\n;", '"; ', "*/ ;", "--\r;", "\u00a0;", "$$;", "\0;"),
          tie("statement"),
        )
        .map((parts) => parts.join(" ")),
      fc
        .tuple(
          fc.constantFrom("E'a'\n'\\'', ", "E'\\'', ", "/* /* */ ", "-- \r", "$t$ $t$, ", "U&'\\0027', ", "1e'', "),
          tie("statement"),
        )
        .map(([trick, s]) => `pivot (select ${trick}1 as a) on a) ; ${s}; select (1 --'`),
    ),
  }));
  return statement;
}
