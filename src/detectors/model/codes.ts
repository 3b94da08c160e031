import type { Reduced } from "./tenant-model.ts";

/** How an export's codes read in the model's: what the model doesn't know follows what it knows, in the export's order. */
export interface Codes {
  readonly actor: Int32Array;
  readonly type: Int32Array;
  readonly entityType: Int32Array;
  readonly entity: Int32Array;
  readonly relationship: Int32Array;
}

/** The model's dictionaries with the export's additions. */
export interface Dictionaries {
  readonly actors: readonly string[];
  readonly types: readonly string[];
  readonly entityTypes: readonly string[];
  readonly entityNames: readonly string[];
  /** Type of each entity. */
  readonly entityType: Int32Array;
  readonly relationships: readonly string[];
  readonly subjectRelationship: Uint8Array;
}

/** Codes of `names` in `known`, by name, the unknown ones after it; and `known` with these. */
export function matchNames(
  known: readonly string[],
  names: readonly string[],
): { readonly code: Int32Array; readonly names: readonly string[] } {
  const place = new Map(names.map((name, i) => [name, i]));
  const code = new Int32Array(names.length).fill(-1);
  known.forEach((name, i) => {
    const at = place.get(name);
    if (at !== undefined && code[at] === -1) code[at] = i;
  });
  const added: string[] = [];
  names.forEach((name, i) => {
    if (code[i] === -1) code[i] = known.length + added.push(name) - 1;
  });
  return { code, names: added.length === 0 ? known : [...known, ...added] };
}

/** Reads the export's dictionaries by name into the model's. */
export function matchCodes(model: Reduced, fresh: Reduced): { readonly codes: Codes; readonly all: Dictionaries } {
  const actors = matchNames(model.features.actors, fresh.features.actors);
  const types = matchNames(model.parts.types, fresh.parts.types);
  const entityTypes = matchNames(model.parts.entityTypes, fresh.parts.entityTypes);
  const qualified = ({ parts, entityNames }: Reduced, typeOf: (type: number) => number): string[] =>
    entityNames.map((name, i) => `${typeOf(parts.entityType[i]!)} ${name}`);
  const entities = matchNames(
    qualified(model, (type) => type),
    qualified(fresh, (type) => entityTypes.code[type]!),
  );
  const roles = ({ parts }: Reduced): string[] =>
    parts.relationships.map((name, i) => `${parts.subjectRelationship[i]} ${name}`);
  const relationships = matchNames(roles(model), roles(fresh));
  const added = entities.names.slice(model.entityNames.length);
  return {
    codes: {
      actor: actors.code,
      type: types.code,
      entityType: entityTypes.code,
      entity: entities.code,
      relationship: relationships.code,
    },
    all: {
      actors: actors.names,
      types: types.names,
      entityTypes: entityTypes.names,
      entityNames: [...model.entityNames, ...added.map((name) => name.slice(name.indexOf(" ") + 1))],
      entityType: Int32Array.from([...model.parts.entityType, ...added.map((name) => Number.parseInt(name, 10))]),
      relationships: relationships.names.map((name) => name.slice(2)),
      subjectRelationship: Uint8Array.from(relationships.names, (name) => Number(name[0])),
    },
  };
}
