import { featureCount, type Subgraphs } from "./gatNet.input.ts";

/** Edges as columns. */
export interface EdgeColumns {
  readonly source: Int32Array;
  readonly target: Int32Array;
  readonly kind: Int32Array;
}

/**
 * Subgraphs side by side as one graph, padded to a few sizes, because TensorFlow.js pools its buffers by exact size and never trims the pool. Padding nodes
 * come after the real ones, and padding edges run among them alone, so that they reach no embedding.
 */
export interface NetBatch {
  readonly count: number;
  /** Padded numbers of nodes; global nodes are the subgraphs' and then the padding's. */
  readonly actions: number;
  readonly entities: number;
  readonly globals: number;
  readonly type: Int32Array;
  /** actions × features. */
  readonly feature: Float32Array;
  readonly entityType: Int32Array;
  /** Source an action, target an entity. */
  readonly edges: EdgeColumns;
  /** From all nodes, the actions first, to the global ones; kind 0 for actions, 1 for entities. */
  readonly star: EdgeColumns;
  /** The root action of each global node. */
  readonly root: Int32Array;
}

/** Global nodes that take the padding's edges. */
const spareGlobals = 8;

/** The next of 64, 96, 128, 192, 256, 384 … */
export function paddedSize(count: number): number {
  let size = 64;
  while (size < count) size = Number.isInteger(Math.log2(size)) ? (size * 3) / 2 : (size * 4) / 3;
  return size;
}

/** Puts subgraphs side by side. */
export function batchSubgraphs(given: Subgraphs): NetBatch {
  const { count, actionStart, entityStart, edgeStart } = given;
  const realActions = actionStart[count]!;
  const realEntities = entityStart[count]!;
  const realEdges = edgeStart[count]!;
  const actions = paddedSize(realActions + spareGlobals);
  const entities = paddedSize(realEntities + spareGlobals);
  const globals = count + spareGlobals;
  const type = new Int32Array(actions);
  const feature = new Float32Array(actions * featureCount);
  const entityType = new Int32Array(entities);
  type.set(given.type);
  feature.set(given.feature);
  entityType.set(given.entityType);

  const edgeCount = paddedSize(realEdges);
  const edges = {
    source: new Int32Array(edgeCount),
    target: new Int32Array(edgeCount),
    kind: new Int32Array(edgeCount),
  };
  const star = {
    source: Int32Array.from({ length: actions + entities }, (_, node) => node),
    target: new Int32Array(actions + entities),
    kind: new Int32Array(actions + entities).fill(1, actions),
  };
  const root = new Int32Array(globals);
  edges.kind.set(given.edgeRelationship);
  for (let i = 0; i < count; i++) {
    for (let e = edgeStart[i]!; e < edgeStart[i + 1]!; e++) {
      edges.source[e] = actionStart[i]! + given.edgeAction[e]!;
      edges.target[e] = entityStart[i]! + given.edgeEntity[e]!;
    }
    star.target.fill(i, actionStart[i], actionStart[i + 1]);
    star.target.fill(i, actions + entityStart[i]!, actions + entityStart[i + 1]!);
    root[i] = actionStart[i]!;
  }
  for (let e = realEdges; e < edgeCount; e++) {
    edges.source[e] = realActions + (e % (actions - realActions));
    edges.target[e] = realEntities + (e % (entities - realEntities));
  }
  for (let node = realActions; node < actions; node++) star.target[node] = count + (node % spareGlobals);
  for (let node = realEntities; node < entities; node++) star.target[actions + node] = count + (node % spareGlobals);
  root.fill(realActions, count);
  return { count, actions, entities, globals, type, feature, entityType, edges, star, root };
}
