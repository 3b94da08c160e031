import { readFileSync } from "node:fs";
import { type Database, quoteName, quoteText } from "../../src/db/database.ts";

/** Which columns of a flat CSV are what. */
export interface FlatMapping {
  readonly time: string;
  readonly timeFormat: string;
  readonly actor: string;
  readonly type: string;
  readonly entities: readonly string[];
  readonly attributes: readonly string[];
  readonly ignore?: readonly string[];
}

/** Loads a CSV into the canonical tables by plain SQL, without the importer: only for tests of what comes after it. */
export async function loadFlatLog(db: Database, path: string, mapping: FlatMapping): Promise<void> {
  await db.registerBytes("flat.csv.gz", new Uint8Array(readFileSync(path)));
  const ignored = (mapping.ignore ?? []).map(quoteText).join(",") || "''";
  const actor = quoteName(mapping.actor);
  const type = quoteName(mapping.type);
  const column = (name: string) => `select row, ${quoteText(name)} as name, ${quoteName(name)} as value from flat`;
  const long = (names: readonly string[]) => names.map(column).join(" union all ");
  await db.run(`
    create table flat as select row_number() over () - 1 as row, * from read_csv('/in/flat.csv.gz', all_varchar=true, header=true);
    insert into actors select row_number() over (order by name) - 1, name, name in (${ignored}) from (select distinct ${actor} as name from flat);
    insert into types select row_number() over (order by name) - 1, name, false from (select distinct ${type} as name from flat);
    create temp table entity_refs as select * from (${long(mapping.entities)}) where value <> '?' and value <> '';
    create temp table attribute_rows as select * from (${long(mapping.attributes)}) where value <> '?' and value <> '';
    insert into entities select row_number() over (order by name, value) - 1, name, value from (select distinct name, value from entity_refs);
    insert into attribute_values select row_number() over (order by name, value) - 1, name, value from (select distinct name, value from attribute_rows);
    insert into events select row, strptime(${quoteName(mapping.time)}, ${quoteText(mapping.timeFormat)}), a.id, t.id, null, 0, row + 2, 0
      from flat join actors a on a.name = ${actor} join types t on t.name = ${type};
    insert into refs select row, e.id, 0 from entity_refs r join entities e on e.type = r.name and e.name = r.value;
    insert into attributes select row, v.id from attribute_rows r join attribute_values v on v.name = r.name and v.value = r.value;
    drop table flat; drop table entity_refs; drop table attribute_rows;
  `);
}

/** The incident log of the shared data as its documented mapping reads it. */
export const incidentMapping: FlatMapping = {
  time: "sys_updated_at",
  timeFormat: "%d/%m/%Y %H:%M",
  actor: "sys_updated_by",
  type: "incident_state",
  entities: ["number", "caller_id", "assignment_group"],
  attributes: ["location", "contact_type", "category"],
  ignore: ["Updated by 908"],
};

/** The repository log of the shared data. */
export const gitMapping: FlatMapping = {
  time: "timestamp",
  timeFormat: "%Y-%m-%dT%H:%M:%SZ",
  actor: "user",
  type: "action",
  entities: ["repo", "directory"],
  attributes: ["ext", "tz_offset"],
};
