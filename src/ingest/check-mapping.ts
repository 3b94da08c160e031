import type { Mapping, NamedColumn, Reference } from "./mapping.ts";

/** What a mapping asks for that the export does not have. */
export interface MappingCheck {
  /** Time, actor or type cannot be read: nothing can be imported. */
  readonly errors: readonly string[];
  /** An optional part cannot be read, and is left out. */
  readonly warnings: readonly string[];
  /** The mapping without the parts that cannot be read. */
  readonly mapping: Mapping;
}

const listed = (reference: Reference): readonly string[] => (typeof reference === "string" ? [reference] : reference);

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}

/** Up to three columns whose names are nearest to `name`. */
export function nearColumns(name: string, columns: readonly string[]): string[] {
  const wanted = name.toLowerCase().slice(0, 60);
  const scored = columns.slice(0, 2000).map((column) => {
    const have = column.toLowerCase().slice(0, 60);
    const within = have.length > 2 && (have.includes(wanted) || wanted.includes(have));
    return { column, far: within ? 0.3 : distance(wanted, have) / Math.max(wanted.length, have.length, 1) };
  });
  const near = scored.filter(({ far }) => far <= 0.55).sort((a, b) => a.far - b.far);
  return near.slice(0, 3).map(({ column }) => column);
}

/** What is known of an export's columns. */
export interface KnownColumns {
  /** Names, and for nested data paths to values. */
  readonly columns: readonly string[];
  /** Whether these are all there are, as in a table; else a record that was not sampled may hold others. */
  readonly complete: boolean;
}

const rootOf = (name: string): string => /^[^.[]+/.exec(name)?.[0] ?? name;

/** Checks a mapping against the columns of an export. */
export function checkMapping(mapping: Mapping, { columns, complete }: KnownColumns): MappingCheck {
  const known = new Set(columns);
  const roots = new Set(columns.map(rootOf));
  const present = (name: string): boolean =>
    name.startsWith("=") || known.has(name) || known.has(rootOf(name)) || (!complete && roots.has(rootOf(name)));
  const there = (reference: Reference): boolean => listed(reference).some(present);
  const lacking = (part: string, reference: Reference): string => {
    const names = listed(reference);
    const near = nearColumns(names[0] ?? "", columns);
    const hint = near.length > 0 ? near : columns.slice(0, 8);
    const list = names.map((name) => `“${name}”`).join(" or ");
    const lead = near.length > 0 ? "Did you mean" : "The columns are";
    return `${part}: there is no column ${list}. ${lead} ${hint.join(", ")}${near.length > 0 ? "?" : "."}`;
  };
  const errors: string[] = [];
  const warnings: string[] = [];
  if (!there(mapping.time)) errors.push(lacking("time", mapping.time));
  if (!there(mapping.actor)) errors.push(lacking("actor", mapping.actor));
  if (!there(mapping.type)) errors.push(lacking("type", mapping.type));
  const ignored = (part: string, reference: Reference): boolean => {
    if (!complete || there(reference)) return false;
    warnings.push(`${lacking(part, reference)} It is left out.`);
    return true;
  };
  const { id, entities, attributes, volumes, ...rest } = mapping;
  const keptId = id === undefined || ignored("id", id) ? undefined : id;
  const keptEntities = entities?.filter(({ column, type }) => !ignored(`entity ${type}`, column));
  const kept = (part: string, columns: readonly NamedColumn[] | undefined) =>
    columns?.filter((given) => {
      const [name, column] = typeof given === "string" ? [given, given] : [given.name, given.column];
      return !ignored(`${part} ${name}`, column);
    });
  const keptAttributes = kept("attribute", attributes);
  const keptVolumes = kept("volume", volumes);
  return {
    errors,
    warnings,
    mapping: {
      ...rest,
      ...(keptId !== undefined && { id: keptId }),
      ...(keptEntities && { entities: keptEntities }),
      ...(keptAttributes && { attributes: keptAttributes }),
      ...(keptVolumes && { volumes: keptVolumes }),
    },
  };
}
