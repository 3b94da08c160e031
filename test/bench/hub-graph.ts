import { type ActionGraph, indexGraph } from "../../src/detectors/graph/graph.ts";
import { randomInt, seededRandom } from "../../src/lib/random.ts";

/** A random graph in which half of all references go to ten entities, and the rest to a hundred thousand. */
export function hubGraph({
  actions = 500_000,
  actors = 2000,
  hubs = 10,
  entities = 100_000,
  types = 20,
  seed = 7,
} = {}): ActionGraph {
  const random = seededRandom(seed);
  const draw = (n: number) => Int32Array.from({ length: actions }, () => randomInt(random, n));
  const start = Float64Array.from({ length: actions }, (_, i) => (i + random()) * 1e7);
  const refEntity = Int32Array.from({ length: 2 * actions }, (_, i) =>
    i % 2 === 0 ? randomInt(random, hubs) : hubs + randomInt(random, entities),
  );
  return indexGraph({
    actorCount: actors,
    types: Array.from({ length: types }, (_, i) => `type ${i}`),
    rootType: new Uint8Array(types).fill(1, 0, 1),
    entityTypes: ["hub", "thing"],
    entityType: new Int32Array(hubs + entities).fill(1, hubs),
    relationships: ["in", "touches"],
    subjectRelationship: Uint8Array.from([0, 1]),
    ignored: new Uint8Array(actors),
    actor: draw(actors),
    type: draw(types),
    start,
    end: start,
    n: new Int32Array(actions).fill(1),
    refAction: Int32Array.from(refEntity, (_, i) => i >> 1),
    refEntity,
    refRelationship: Int32Array.from(refEntity, (_, i) => i & 1),
  });
}
