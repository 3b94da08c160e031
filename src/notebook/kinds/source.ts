import { stringify } from "yaml";
import type { Mapping } from "../../ingest/mapping.ts";
import { parseMapping } from "../../ingest/parse-mapping.ts";
import { UserError } from "../../lib/errors.ts";
import { type Checks, readSettings, textList } from "../settings.ts";
import type { CellKind } from "./kind.ts";

const record = (value: unknown): unknown => {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw new Error("a mapping, or mappings by the names of their files");
};

const checks: Checks = { files: (value: unknown) => (value === "all" ? null : textList(value)), mapping: record };

/** The files that the tenant was imported from and the canonical tables that they gave; says where the notebook's mapping is another. */
export const source: CellKind = {
  type: "source",
  title: "Source",
  language: "yaml",
  template: `files: all           # or names: [logons.csv, mail.csv]
# mapping:           # how the notebook means them to be read, by file: said here if it was imported otherwise
#   logons.csv: { time: time, actor: user, type: [action] }`,
  checks,
  reads: () => [],
  async run({ engine }, name, body) {
    const settings = readSettings(name, body, checks);
    const files = (settings.files as string[] | null | undefined) ?? null;
    const imported = await engine.source(name, files);
    const wanted = mappingsOf(name, settings.mapping as Record<string, unknown> | undefined, files);
    const differences = Object.entries(wanted).flatMap(([file, mapping]) => {
      const used = Object.hasOwn(imported.mappings, file) ? imported.mappings[file]! : null;
      const parts = used ? differing(mapping, used) : [];
      if (parts.length === 0) return [];
      return [`${file} was imported with another mapping than this notebook's: it differs in ${parts.join(", ")}.`];
    });
    const have = new Set(imported.files);
    const missing = [...new Set([...(files ?? []), ...Object.keys(wanted)])].filter((file) => !have.has(file));
    return {
      kind: "source",
      table: imported.table,
      tables: imported.tables,
      missing,
      differences,
      asImported: stringify({ files: files ?? "all", mapping: imported.mappings }, { lineWidth: 0 }).trimEnd(),
    };
  },
};

/** The notebook's mappings by file: one that is given alone is that of the one file named. */
function mappingsOf(
  where: string,
  given: Readonly<Record<string, unknown>> | undefined,
  files: readonly string[] | null,
): Record<string, Mapping> {
  if (!given) return {};
  if (Object.hasOwn(given, "time") && typeof given.time !== "object") {
    if (files?.length !== 1)
      throw new UserError("The mapping doesn't say which file it is of.", {
        where,
        next: "Write mappings by file: mapping: { logons.csv: { time: … } }.",
      });
    return { [files[0]!]: parseMapping(given) };
  }
  return Object.fromEntries(Object.entries(given).map(([file, mapping]) => [file, parseMapping(mapping)]));
}

/** The members in which two mappings differ. */
function differing(one: Mapping, other: Mapping): string[] {
  const [a, b] = [parseMapping(one), parseMapping(other)].map(
    (mapping) => mapping as unknown as Readonly<Record<string, unknown>>,
  ) as [Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>];
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  return keys.filter((key) => canonical(a[key]) !== canonical(b[key]));
}

/** A value as text, whatever the order of its members. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) =>
    typeof one === "object" && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  ) ?? "";
