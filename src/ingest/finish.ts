import { ints, texts } from "../db/columns.ts";
import { type Database, quoteText } from "../db/database.ts";
import { identityDoctor, timeDoctor, typeDoctor } from "./doctor.ts";
import type { Mapping } from "./mapping.ts";
import { defaultRoots, type TypeCount } from "./roots.ts";

const listed = (values: readonly string[]): string => values.map(quoteText).join(", ");

/** Types of the files whose mapping names no roots, with their events. */
async function typesOf(db: Database, files: readonly number[]): Promise<TypeCount[]> {
  const table = await db.query(
    `select types.id, types.name, count(*)::integer as n from events join types on types.id = events.type where file in (${files.join(", ")}) group by types.id, types.name`,
  );
  const names = texts(table, "name");
  const counts = ints(table, "n");
  return [...ints(table, "id")].map((id, i) => ({ id, name: names[i]!, events: counts[i]! }));
}

async function markRoots(db: Database, mappings: ReadonlyMap<number, Mapping>): Promise<string[]> {
  const given = [...new Set([...mappings.values()].flatMap(({ roots = [] }) => roots))];
  const found: string[] = [];
  await db.query("update types set root = false where root");
  if (given.length > 0) {
    await db.query(`update types set root = true where name in (${listed(given)})`);
    const known = new Set(texts(await db.query(`select name from types where name in (${listed(given)})`), "name"));
    const missing = given.filter((name) => !known.has(name));
    if (missing.length > 0) found.push(`No event has the root type ${missing.map((name) => `“${name}”`).join(", ")}.`);
  }
  const silent = [...mappings].filter(([, { roots = [] }]) => roots.length === 0).map(([file]) => file);
  const roots = silent.length > 0 ? defaultRoots(await typesOf(db, silent)) : [];
  if (roots.length > 0) {
    for (let at = 0; at < roots.length; at += 1000) {
      const ids = roots.slice(at, at + 1000).map(({ id }) => id);
      await db.query(`update types set root = true where id in (${ids.join(", ")})`);
    }
    const shown = [...roots]
      .reverse()
      .slice(0, 8)
      .map(({ name }) => `“${name.slice(0, 60)}”`);
    const more = roots.length > shown.length ? ` and ${roots.length - shown.length} more` : "";
    found.push(`No roots were named, so rare and sensitive types are taken: ${shown.join(", ")}${more}.`);
  }
  return found;
}

/** Marks ignored actors and root types by the files' mappings; gives the doctors' findings as sentences. */
export async function finishTenant(db: Database, mappings: ReadonlyMap<number, Mapping>): Promise<readonly string[]> {
  const ignored = [...new Set([...mappings.values()].flatMap(({ ignoreActors = [] }) => ignoreActors))];
  await db.query("update actors set ignored = false where ignored");
  if (ignored.length > 0) await db.query(`update actors set ignored = true where name in (${listed(ignored)})`);
  const zones = [...new Set([...mappings.values()].map(({ zone = "UTC" }) => zone))];
  return [
    ...(await timeDoctor(db, { zones })),
    ...(await identityDoctor(db)),
    ...(await typeDoctor(db)),
    ...(await markRoots(db, mappings)),
  ];
}
