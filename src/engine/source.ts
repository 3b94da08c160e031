import type { SourceFacts } from "./api/cells.ts";
import type { Tenant } from "./tenant.ts";
import { storeValues, type ValueColumn } from "./value-table.ts";

const canonical = ["events", "actors", "types", "entities", "refs", "attributes", "actions"] as const;

/** Stores what became of the files (all, or those named) as a table: for each, rows = typed + rejected + duplicate. */
export async function sourceFacts(
  tenant: Tenant,
  name: string,
  wanted: readonly string[] | null,
): Promise<SourceFacts> {
  const started = performance.now();
  const files = tenant.files.filter((file) => wanted === null || wanted.includes(file.name));
  const texts = (column: string, values: readonly (string | null)[]): ValueColumn => ({
    name: column,
    type: "text",
    values,
  });
  const counts = (column: string, of: (file: (typeof files)[number]) => number): ValueColumn => ({
    name: column,
    type: "integer",
    values: files.map((file) => String(of(file))),
  });
  const table = await storeValues(
    tenant.db,
    name,
    [
      texts(
        "file",
        files.map((file) => file.name),
      ),
      texts(
        "format",
        files.map(({ format }) => format),
      ),
      texts(
        "vendor",
        files.map(({ vendor }) => vendor),
      ),
      counts("rows", ({ rows }) => rows.in),
      counts("typed", ({ rows }) => rows.typed),
      counts("rejected", ({ rows }) => rows.rejected),
      counts("duplicate", ({ rows }) => rows.duplicate),
    ],
    started,
  );
  const tables = [];
  for (const one of canonical) tables.push({ name: one, rows: await tenant.count(one) });
  const names = files.map((file) => file.name);
  const mappings = names.flatMap((file) => {
    const mapping = tenant.mappings.get(file);
    return mapping ? [[file, mapping] as const] : [];
  });
  return { table, files: names, mappings: Object.fromEntries(mappings), tables };
}
