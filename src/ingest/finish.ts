import { ints, texts } from "../db/columns.ts";
import { type Database, quoteText } from "../db/database.ts";
import { quietJob } from "../lib/job.ts";
import { identityDoctor, timeDoctor, typeDoctor } from "./doctor.ts";
import type { Mapping } from "./mapping.ts";
import { defaultRoots, type TypeCount } from "./roots.ts";

const listed = (values: readonly string[]): string => values.map(quoteText).join(", ");

/** Types of the files whose mapping names no roots, with their events. */
async function typesOf(db: Pick<Database, "query">, files: readonly number[]): Promise<TypeCount[]> {
  const table = await db.query(
    `select types.id, types.name, count(*)::integer as n from events join types on types.id = events.type where file in (${files.join(", ")}) group by types.id, types.name`,
  );
  const names = texts(table, "name");
  const counts = ints(table, "n");
  return [...ints(table, "id")].map((id, i) => ({ id, name: names[i]!, events: counts[i]! }));
}

const mostShown = 8;

/** Some names in quotes, and how many more there are. */
function shown(names: readonly string[]): string {
  const more = names.length > mostShown ? ` and ${names.length - mostShown} more` : "";
  return (
    names
      .slice(0, mostShown)
      .map((name) => `“${name.slice(0, 60)}”`)
      .join(", ") + more
  );
}

/** Marks the types that the mappings name; gives what to say, and the files whose mapping names none that occurs. */
async function markNamedRoots(db: Pick<Database, "query">, mappings: ReadonlyMap<number, Mapping>) {
  const given = [...new Set([...mappings.values()].flatMap(({ roots = [] }) => roots))];
  if (given.length > 0) await db.query(`update types set root = true where name in (${listed(given)})`);
  const known = new Set(texts(await db.query("select name from types where root"), "name"));
  const missing = given.filter((name) => !known.has(name));
  const few = given.length <= 20 && missing.length > 0;
  const found = few ? [`No event has the root type ${shown(missing)}: is it spelt as in the log?`] : [];
  const silent = [...mappings].filter(
    ([, { roots }]) => roots?.length !== 0 && !roots?.some((name) => known.has(name)),
  );
  return { found, silent: silent.map(([file]) => file) };
}

async function markRoots(db: Pick<Database, "query">, mappings: ReadonlyMap<number, Mapping>): Promise<string[]> {
  await db.query("update types set root = false where root");
  const { found, silent } = await markNamedRoots(db, mappings);
  const roots = silent.length > 0 ? defaultRoots(await typesOf(db, silent)) : [];
  if (roots.length === 0) return found;
  for (let at = 0; at < roots.length; at += 1000) {
    const ids = roots.slice(at, at + 1000).map(({ id }) => id);
    await db.query(`update types set root = true where id in (${ids.join(", ")})`);
  }
  const commonest = [...roots].reverse().map(({ name }) => name);
  return [
    ...found,
    `No root types are named that occur, so rare and sensitive types are taken: ${shown(commonest)}. Name others as roots in the mapping.`,
  ];
}

const stage = "Checking times, names and types";

/**
 * Marks ignored actors and root types by the files' mappings; gives the doctors' findings as sentences.
 * @throws Cancelled, with some of it done; doing it again does all of it
 */
export async function finishTenant(
  db: Pick<Database, "query">,
  mappings: ReadonlyMap<number, Mapping>,
  job = quietJob(),
): Promise<readonly string[]> {
  const stoppable = { query: (sql: string) => db.query(sql, job.signal) };
  const ignored = [...new Set([...mappings.values()].flatMap(({ ignoreActors = [] }) => ignoreActors))];
  await stoppable.query("update actors set ignored = false where ignored");
  if (ignored.length > 0) await stoppable.query(`update actors set ignored = true where name in (${listed(ignored)})`);
  const zones = [...new Set([...mappings.values()].map(({ zone = "UTC" }) => zone))];
  const checks = [
    () => timeDoctor(stoppable, { zones }),
    () => identityDoctor(stoppable),
    () => typeDoctor(stoppable),
    () => markRoots(stoppable, mappings),
  ];
  const found: string[] = [];
  for (const [done, check] of checks.entries()) {
    job.report({ stage, done, total: checks.length, unit: "steps" });
    found.push(...(await check()));
  }
  return found;
}
