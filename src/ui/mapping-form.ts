import type { EntityMapping, Mapping, Reference } from "../ingest/mapping.ts";

const separator = " | ";
const split = (text: string): string[] =>
  text
    .split("|")
    .map((part) => part.trim())
    .filter((part) => part !== "");

/** A reference as one line of a form: alternatives stand between bars. */
export const referenceText = (reference: Reference | undefined): string =>
  reference === undefined ? "" : typeof reference === "string" ? reference : reference.join(separator);

/** Reads a line of the form: one name, or the first that has a value of several. */
export function parseReference(text: string): Reference {
  const parts = split(text);
  return parts.length > 1 ? parts : (parts[0] ?? "");
}

/** Names between bars; an attribute under another name than its column's is `name: column`. */
export const attributesText = (attributes: Mapping["attributes"]): string =>
  (attributes ?? [])
    .map((part) => (typeof part === "string" ? part : `${part.name}: ${[part.column].flat().join(", ")}`))
    .join(separator);

/** Reads `attributesText` back. */
export const parseAttributes = (text: string): NonNullable<Mapping["attributes"]> =>
  split(text).map((part) => {
    const [, name, columns] = /^([^:]+): (.+)$/.exec(part) ?? [];
    if (name === undefined || columns === undefined) return part;
    const list = columns.split(", ");
    return { name, column: list.length > 1 ? list : (list[0] ?? "") };
  });

type Optional = "timeFormat" | "zone" | "id" | "entities" | "attributes" | "roots" | "ignoreActors";

/** The mapping with one part replaced; an optional part that is left empty is taken out. */
export function withPart<K extends keyof Mapping>(mapping: Mapping, part: K, value: Mapping[K]): Mapping {
  const blank = value === "" || (Array.isArray(value) && value.length === 0);
  const required = part === "time" || part === "actor" || part === "type";
  if (!blank || required) return { ...mapping, [part]: value };
  const { [part as Optional]: _dropped, ...rest } = mapping;
  return rest;
}

/** Reads names between bars. */
export const parseNames = (text: string): string[] => split(text);

/** The entity mappings with the one at `index` changed. */
export const withEntity = (
  entities: readonly EntityMapping[],
  index: number,
  change: Partial<EntityMapping>,
): readonly EntityMapping[] => entities.map((entity, i) => (i === index ? { ...entity, ...change } : entity));

const isReference = (value: unknown): boolean =>
  (typeof value === "string" && value !== "") ||
  (Array.isArray(value) && value.length > 0 && value.every((v) => typeof v === "string"));

/** Reads a mapping from JSON, or says what is wrong with it. */
export function parseMapping(text: string): { mapping: Mapping } | { wrong: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { wrong: `This is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return { wrong: "A mapping is an object in braces." };
  for (const part of ["time", "actor"])
    if (!isReference(Reflect.get(value, part))) return { wrong: `“${part}” must name a column.` };
  const type: unknown = Reflect.get(value, "type");
  if (!Array.isArray(type) || !isReference(type)) return { wrong: "“type” must be a list of columns." };
  return { mapping: value as Mapping };
}
