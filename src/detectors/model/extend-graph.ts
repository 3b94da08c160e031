import type { GraphParts } from "../graph/graph.ts";
import type { Codes, Dictionaries } from "./codes.ts";

/** The model's actions followed by the export's. */
export interface ExtendedActions {
  readonly parts: GraphParts;
  /** Of each action of the export its number here; −1 for those of days that the model knows already. */
  readonly action: Int32Array;
}

function appended<T>(before: Int32Array, added: readonly T[], value: (one: T) => number): Int32Array {
  const out = new Int32Array(before.length + added.length);
  out.set(before);
  added.forEach((one, i) => {
    out[before.length + i] = value(one);
  });
  return out;
}

/** What makes logs one action: type, actor and the set of references. */
const keyOf = (actor: number, type: number, refs: readonly (readonly [number, number])[]): string =>
  `${actor} ${type} ${refs
    .map(([entity, relationship]) => `${relationship}:${entity}`)
    .sort()
    .join(" ")}`;

/** The references of action `i`, from place `at` on, as pairs of entity and relationship. */
function* refsFrom(parts: GraphParts, i: number, at: number): Generator<[number, number]> {
  for (let ref = at; ref < parts.refAction.length && parts.refAction[ref] === i; ref++)
    yield [parts.refEntity[ref]!, parts.refRelationship[ref]!];
}

/** The model's actions that end within `gap` µs of a time, by what makes them one action; the last to end of each. */
function openActions(known: GraphParts, time: number, gap: number): Map<string, number> {
  const open = new Map<string, number>();
  let at = 0;
  for (let i = 0; i < known.start.length; i++) {
    while (at < known.refAction.length && known.refAction[at]! < i) at++;
    if (known.end[i]! < time - gap) continue;
    const key = keyOf(known.actor[i]!, known.type[i]!, [...refsFrom(known, i, at)]);
    const before = open.get(key);
    if (before === undefined || known.end[before]! <= known.end[i]!) open.set(key, i);
  }
  return open;
}

/**
 * Appends an export's actions to the model's. What begins before `from` (µs, UTC) is left out; what goes on with an action of the model after no
 * more than `gap` µs belongs to it, as if both had been one export.
 */
export function extendGraph(
  known: GraphParts,
  fresh: GraphParts,
  {
    codes,
    all,
    ignored,
    from,
    gap,
  }: { codes: Codes; all: Dictionaries; ignored: Uint8Array; from: number; gap: number },
): ExtendedActions {
  const settled = known.start.length;
  const open = openActions(known, from, gap);
  const end = known.end.slice();
  const n = known.n.slice();
  const action = new Int32Array(fresh.start.length).fill(-1);
  const rows: number[] = [];
  const refs: { action: number; entity: number; relationship: number }[] = [];
  let at = 0;
  for (let i = 0; i < fresh.start.length; i++) {
    while (at < fresh.refAction.length && fresh.refAction[at]! < i) at++;
    if (fresh.start[i]! < from) continue;
    const own = [...refsFrom(fresh, i, at)]
      .map(([entity, relationship]) => [codes.entity[entity]!, codes.relationship[relationship]!] as const)
      .sort((a, b) => a[1] - b[1]);
    const actor = codes.actor[fresh.actor[i]!]!;
    const type = codes.type[fresh.type[i]!]!;
    const before = fresh.start[i]! <= from + gap ? open.get(keyOf(actor, type, own)) : undefined;
    if (before !== undefined && fresh.start[i]! <= end[before]! + gap) {
      action[i] = before;
      end[before] = Math.max(end[before]!, fresh.end[i]!);
      n[before]! += fresh.n[i]!;
      continue;
    }
    action[i] = settled + rows.length;
    for (const [entity, relationship] of own) refs.push({ action: action[i]!, entity, relationship });
    rows.push(i);
  }
  const join = (before: Int32Array, added: (row: number) => number) => appended(before, rows, added);
  const joinRefs = (before: Int32Array, added: (ref: (typeof refs)[number]) => number) => appended(before, refs, added);
  const joinTimes = (before: Float64Array, added: Float64Array): Float64Array => {
    const out = new Float64Array(settled + rows.length);
    out.set(before);
    rows.forEach((row, i) => {
      out[settled + i] = added[row]!;
    });
    return out;
  };
  const rootType = new Uint8Array(all.types.length);
  rootType.set(known.rootType);
  fresh.rootType.forEach((root, type) => {
    const code = codes.type[type]!;
    if (code >= known.types.length) rootType[code] = root;
  });
  return {
    action,
    parts: {
      actorCount: all.actors.length,
      types: all.types,
      rootType,
      entityTypes: all.entityTypes,
      entityType: all.entityType,
      relationships: all.relationships,
      subjectRelationship: all.subjectRelationship,
      ignored,
      actor: join(known.actor, (row) => codes.actor[fresh.actor[row]!]!),
      type: join(known.type, (row) => codes.type[fresh.type[row]!]!),
      start: joinTimes(known.start, fresh.start),
      end: joinTimes(end, fresh.end),
      n: join(n, (row) => fresh.n[row]!),
      settled,
      refAction: joinRefs(known.refAction, (ref) => ref.action),
      refEntity: joinRefs(known.refEntity, (ref) => ref.entity),
      refRelationship: joinRefs(known.refRelationship, (ref) => ref.relationship),
    },
  };
}
