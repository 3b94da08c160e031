import { type ActionGraph, indexGraph } from "../../../src/detectors/graph/graph.ts";

/** One action of a toy graph; `refs` are [entity, relationship]. */
export interface ToyAction {
  readonly actor: number;
  readonly type: number;
  /** Hours. */
  readonly at: number;
  readonly refs?: readonly (readonly [entity: number, relationship: number])[];
}

export interface ToyOptions {
  readonly actors: number;
  readonly types: readonly string[];
  readonly roots?: readonly string[];
  /** Type of each entity. */
  readonly entities: readonly string[];
  /** Whether the relationship of that index makes its entity the subject. */
  readonly subjects?: readonly boolean[];
}

/** A graph of actions that are given in any order. */
export function toyGraph(
  actions: readonly ToyAction[],
  { actors, types, roots = [], entities, subjects = [false] }: ToyOptions,
): ActionGraph {
  const sorted = actions.map((action, i) => ({ ...action, i })).sort((a, b) => a.at - b.at || a.i - b.i);
  const refs = sorted.flatMap(({ refs: own = [] }, action) =>
    own.map(([entity, relation]) => [action, entity, relation]),
  );
  const entityTypes = [...new Set(entities)].sort();
  const start = Float64Array.from(sorted, ({ at }) => 1_700_000_000_000_000 + Math.round(at * 3_600_000_000));
  return indexGraph({
    actorCount: actors,
    ignored: new Uint8Array(actors),
    types,
    rootType: Uint8Array.from(types, (type) => (roots.includes(type) ? 1 : 0)),
    entityTypes,
    entityType: Int32Array.from(entities, (type) => entityTypes.indexOf(type)),
    relationships: subjects.map((_, i) => `r${i}`),
    subjectRelationship: Uint8Array.from(subjects, Number),
    actor: Int32Array.from(sorted, ({ actor }) => actor),
    type: Int32Array.from(sorted, ({ type }) => type),
    start,
    end: start,
    n: new Int32Array(sorted.length).fill(1),
    refAction: Int32Array.from(refs, (ref) => ref[0]!),
    refEntity: Int32Array.from(refs, (ref) => ref[1]!),
    refRelationship: Int32Array.from(refs, (ref) => ref[2]!),
  });
}
