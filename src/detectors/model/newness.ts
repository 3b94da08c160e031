import type { CellColumns } from "../../features/day-cells.ts";
import type { GraphParts } from "../graph/graph.ts";

/**
 * Counts, for each actor and day, the entities that are new to him and new to the tenant, by entity type: what the channel `new` counts, with the
 * model's actions for the time before.
 * @param day the local day of each action, days since 1970-01-01
 * @returns keys 2 · entity type, + 1 for new to the tenant; sorted by actor, day, key
 */
export function countNew(parts: GraphParts, day: (action: number) => number): CellColumns {
  const settled = parts.settled ?? 0;
  const { actor, refAction, refEntity, entityType, ignored } = parts;
  const entities = entityType.length;
  const firstFresh = refAction.findIndex((action) => action >= settled);
  const from = firstFresh < 0 ? refAction.length : firstFresh;
  const touched = new Uint8Array(entities);
  for (let ref = from; ref < refAction.length; ref++) touched[refEntity[ref]!] = 1;
  const seen = new Set<number>();
  const first = new Float64Array(entities).fill(Infinity);
  for (let ref = 0; ref < from; ref++) {
    const entity = refEntity[ref]!;
    const by = actor[refAction[ref]!]!;
    if (touched[entity] === 0 || ignored[by]) continue;
    seen.add(by * entities + entity);
    first[entity] = -Infinity;
  }
  const counts = new Map<number, Map<number, Map<number, number>>>();
  const add = (by: number, on: number, key: number): void => {
    const days = counts.get(by) ?? new Map<number, Map<number, number>>();
    counts.set(by, days);
    const keys = days.get(on) ?? new Map<number, number>();
    days.set(on, keys);
    keys.set(key, (keys.get(key) ?? 0) + 1);
  };
  for (let ref = from; ref < refAction.length; ref++) {
    const entity = refEntity[ref]!;
    const by = actor[refAction[ref]!]!;
    if (ignored[by] || seen.has(by * entities + entity)) continue;
    seen.add(by * entities + entity);
    const on = day(refAction[ref]!);
    first[entity] = Math.min(first[entity]!, on);
    add(by, on, 2 * entityType[entity]!);
    if (first[entity] === on) add(by, on, 2 * entityType[entity]! + 1);
  }
  const ascending = <T>(map: ReadonlyMap<number, T>): [number, T][] => [...map].sort(([a], [b]) => a - b);
  const rows = ascending(counts).flatMap(([by, days]) =>
    ascending(days).flatMap(([on, keys]) => ascending(keys).map(([key, n]) => ({ by, on, key, n }))),
  );
  return {
    actor: Int32Array.from(rows, ({ by }) => by),
    day: Int32Array.from(rows, ({ on }) => on),
    key: Int32Array.from(rows, ({ key }) => key),
    n: Float64Array.from(rows, ({ n }) => n),
  };
}

/** Which of some entities no action that starts before a time (µs, UTC) references: one of the actor's (1), and one of anybody's. */
export function newAt(
  { actor: by, start, refAction, refEntity, entityType, ignored }: GraphParts,
  entities: Int32Array,
  { actor, time }: { readonly actor: number; readonly time: number },
): { readonly toActor: Uint8Array; readonly toTenant: Uint8Array } {
  const place = new Int32Array(entityType.length).fill(-1);
  entities.forEach((entity, i) => {
    place[entity] = i;
  });
  const toActor = new Uint8Array(entities.length).fill(1);
  const toTenant = new Uint8Array(entities.length).fill(1);
  for (let ref = 0; ref < refAction.length; ref++) {
    const at = place[refEntity[ref]!]!;
    const action = refAction[ref]!;
    if (at < 0 || ignored[by[action]!] || start[action]! >= time) continue;
    toTenant[at] = 0;
    if (by[action] === actor) toActor[at] = 0;
  }
  return { toActor, toTenant };
}
