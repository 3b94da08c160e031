// The peer of the import: native DuckDB on one thread makes the same canonical tables of the same file, all of it at once.
//   node test/bench/native.mjs FILE
import { DuckDBInstance } from "@duckdb/node-api";
import { ownPeak, ownSeconds } from "./memory.mjs";

const columns = "event_id,time,user,action,host,document,country,network,device,comment".split(",");

/** @param {string} table @param {string} kind @param {string} source */
const dictionary = (table, kind, source) => `create table ${table} as
  select (row_number() over (order by place) - 1)::integer as id, ${kind}, value from (${source})`;
/** @param {string} column @param {string} kind */
const seen = (column, kind) => `select '${kind}' as kind, ${column} as value, min(n) as place from kept group by all`;

/** @param {string} file */
const statements = (file) => [
  "set threads = 1",
  `create temp table staged as
   select (row_number() over () - 1)::integer as n, *, try_cast("time" as timestamptz) as ts
   from read_csv('${file.replaceAll("'", "''")}', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
     nullstr = '', columns = {${columns.map((name) => `"${name}": 'VARCHAR'`).join(", ")}})`,
  `create temp table contents as
   select n, event_id as id, (hash(event_id, ts, "user", action, host, document) >> 1)::bigint as content
   from staged where ts is not null and "user" is not null and action is not null`,
  `create temp table kept as
   select (row_number() over () - 1)::integer as event, * exclude (ts), make_timestamp(epoch_us(ts)) as ts from staged
   where ts is not null and "user" is not null and action is not null
   and n in (select min(n) from contents group by id, content)`,
  "create table rejects as select 0 as file, n + 2 as line, 'unreadable' as reason from staged where ts is null",
  dictionary("actors", "kind", seen('"user"', "")),
  dictionary("types", "kind", seen("action", "")),
  dictionary("entities", "kind", `${seen("host", "host")} union all ${seen("document", "document")}`),
  dictionary(
    "attribute_values",
    "kind",
    ["country", "network", "device"].map((name) => seen(name, name)).join(" union all "),
  ),
  `create temp table coded as
   select event, ts, n + 2 as line, a.id as actor, t.id as type, h.id as e0, d.id as e1, c.id as a0, w.id as a1, v.id as a2
   from kept
   left join actors a on a.value = "user" left join types t on t.value = action
   left join (from entities where kind = 'host') h on h.value = host
   left join (from entities where kind = 'document') d on d.value = document
   left join (from attribute_values where kind = 'country') c on c.value = country
   left join (from attribute_values where kind = 'network') w on w.value = network
   left join (from attribute_values where kind = 'device') v on v.value = device`,
  `create table events as select event, ts, actor, type, null::integer as action, 0 as file, line,
   xor(case when e0 is null then 0 else (hash(e0, 0) >> 1)::bigint end, case when e1 is null then 0 else (hash(e1, 1) >> 1)::bigint end) as refs_key
   from coded`,
  `create table refs as select event, e0 as entity, 0 as relationship from coded where e0 is not null
   union all select event, e1, 1 from coded where e1 is not null`,
  `create table attributes as select event, a0 as value from coded where a0 is not null
   union all select event, a1 from coded where a1 is not null union all select event, a2 from coded where a2 is not null`,
  "create table event_ids as select event, id, content from kept join contents using (n) where id is not null",
];

const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
const connection = await instance.connect();
const started = performance.now();
for (const statement of statements(process.argv[2] ?? "")) {
  const begun = performance.now();
  await connection.run(statement);
  if (process.argv.includes("--verbose"))
    console.error(((performance.now() - begun) / 1000).toFixed(2), statement.slice(0, 60).replaceAll(/\s+/g, " "));
}
const seconds = (performance.now() - started) / 1000;
const cpu = ownSeconds();
const peakBytes = ownPeak();
const tables = [
  "events",
  "refs",
  "attributes",
  "event_ids",
  "rejects",
  "actors",
  "types",
  "entities",
  "attribute_values",
];
/** @type {Record<string, number>} */
const rows = {};
for (const table of tables) {
  const read = await connection.runAndReadAll(`select count(*)::integer from ${table}`);
  rows[table] = Number(read.getRows()[0]?.[0]);
}
console.log(JSON.stringify({ seconds, cpu, peakBytes, rows }));
