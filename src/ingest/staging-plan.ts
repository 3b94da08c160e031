import { defaultNulls, type EntityMapping, type Mapping, type NamedColumn, type Reference } from "./mapping.ts";

/** One text column of the staging table, and what of the mapping fills it. */
export interface StagedColumn {
  /** `t`, `actor`, `type`, `id`, `e0` …, `a0` …, `v0` …: never a name from the log. */
  readonly name: string;
  /** First that has a value; for `type` all are joined by a space. */
  readonly references: readonly string[];
  readonly joined: boolean;
}

/** What a checked mapping asks of every slice of one file: plain data, so that it can be sent to a worker. */
export interface StagingPlan {
  readonly columns: readonly StagedColumn[];
  readonly entities: readonly EntityMapping[];
  readonly attributeNames: readonly string[];
  readonly volumeNames: readonly string[];
  readonly hasId: boolean;
  readonly nulls: readonly string[];
  readonly timeFormats: readonly string[];
  readonly zone: string;
}

const listed = (reference: Reference): readonly string[] => (typeof reference === "string" ? [reference] : reference);

/** Lays out the staging table of a mapping. */
export function planStaging(mapping: Mapping): StagingPlan {
  const column = (name: string, reference: Reference, joined = false): StagedColumn => ({
    name,
    references: listed(reference),
    joined,
  });
  const entities = mapping.entities ?? [];
  const named = (columns: readonly NamedColumn[] = []) =>
    columns.map((given) => (typeof given === "string" ? { name: given, column: given } : given));
  const attributes = named(mapping.attributes);
  const volumes = named(mapping.volumes);
  return {
    columns: [
      column("t", mapping.time),
      column("actor", mapping.actor),
      column("type", mapping.type, true),
      ...(mapping.id === undefined ? [] : [column("id", mapping.id)]),
      ...entities.map((entity, i) => column(`e${i}`, entity.column)),
      ...attributes.map((attribute, i) => column(`a${i}`, attribute.column)),
      ...volumes.map((volume, i) => column(`v${i}`, volume.column)),
    ],
    entities,
    attributeNames: attributes.map((attribute) => attribute.name),
    volumeNames: volumes.map((volume) => volume.name),
    hasId: mapping.id !== undefined,
    nulls: mapping.nulls ?? defaultNulls,
    timeFormats: listed(mapping.timeFormat ?? "iso"),
    zone: mapping.zone ?? "UTC",
  };
}

/**
 * Whether DuckDB can read the plan's columns straight from delimited text: every reference is a column, a constant, or
 * something that is not there at all. A path into a column's JSON needs decoded records.
 */
export function readsAsText(plan: StagingPlan, columns: readonly string[]): boolean {
  const known = new Set(columns);
  const plain = (name: string): boolean => {
    if (name.startsWith("=") || known.has(name)) return true;
    const root = /^[^.[]+/.exec(name)?.[0];
    return root === undefined || root === name || !known.has(root);
  };
  return plan.columns.every(({ references }) => references.every(plain));
}
