import { featureCount, joinSubgraphs, type Subgraphs } from "../../src/gpu/gatNet.input.ts";
import type { NetShape } from "../../src/gpu/gatNet.plan.ts";
import { randomInt, randomNormal, seededRandom } from "../../src/lib/random.ts";

/** A small net for random subgraphs. */
export const smallShape: NetShape = {
  types: ["view", "update", "query"],
  entityTypes: ["actor", "ticket", "customer"],
  relationships: ["updates", "concerns", "actor"],
  width: 8,
  heads: 2,
  rounds: 2,
};

/** Random subgraphs: a root alone with its actor among them. */
export function randomSubgraphs(count: number, seed = 1): Subgraphs {
  const random = seededRandom(seed);
  const one = (i: number): Subgraphs => {
    const actions = i === 0 ? 1 : 1 + randomInt(random, 12);
    const entities = i === 0 ? 1 : 1 + randomInt(random, 6);
    const edges = Array.from({ length: actions }, (_, action) => [
      [action, 0, 2],
      ...(entities > 1 && random() < 0.7 ? [[action, 1 + randomInt(random, entities - 1), randomInt(random, 2)]] : []),
    ]).flat();
    return {
      count: 1,
      actionStart: Int32Array.of(0, actions),
      entityStart: Int32Array.of(0, entities),
      edgeStart: Int32Array.of(0, edges.length),
      type: Int32Array.from({ length: actions }, () => randomInt(random, 3)),
      feature: Float32Array.from({ length: actions * featureCount }, () => randomNormal(random)),
      entityType: Int32Array.from({ length: entities }, (_, entity) => (entity === 0 ? 0 : 1 + randomInt(random, 2))),
      edgeAction: Int32Array.from(edges, ([action]) => action!),
      edgeEntity: Int32Array.from(edges, ([, entity]) => entity!),
      edgeRelationship: Int32Array.from(edges, ([, , kind]) => kind!),
    };
  };
  return joinSubgraphs(Array.from({ length: count }, (_, i) => one(i)));
}

/** Random pairs of so many subgraphs. */
export function randomPairs(count: number, subgraphs: number, seed = 1) {
  const random = seededRandom(seed);
  return {
    first: Int32Array.from({ length: count }, () => randomInt(random, subgraphs)),
    second: Int32Array.from({ length: count }, () => randomInt(random, subgraphs)),
    apart: Uint8Array.from({ length: count }, (_, i) => i % 2),
  };
}
