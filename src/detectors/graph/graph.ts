import { groupByNode } from "./group.ts";

/**
 * The bipartite graph of actions and entities of one tenant, as flat arrays (a million actions fit, and a worker can be
 * sent it whole). Action ids ascend with their start. Nodes are the entities in the wide sense: the actors first, then
 * the referenced entities.
 */
export interface ActionGraph {
  readonly actionCount: number;
  readonly actorCount: number;
  readonly nodeCount: number;
  readonly types: readonly string[];
  /** 1 for types that are roots by the tenant's mapping. */
  readonly rootType: Uint8Array;
  /** `actor` first. */
  readonly entityTypes: readonly string[];
  /** The last one is `actor`, the tie of an action to who did it. */
  readonly relationships: readonly string[];
  /** 1 for actors that are left out of every score. */
  readonly ignored: Uint8Array;
  /** Entity type of each node. */
  readonly nodeType: Int32Array;
  readonly actor: Int32Array;
  readonly type: Int32Array;
  /** µs, UTC, ascending. */
  readonly start: Float64Array;
  readonly end: Float64Array;
  /** Events in each action. */
  readonly n: Int32Array;
  /** actions + 1 offsets into the references; an action's actor is its first reference. */
  readonly refStart: Int32Array;
  readonly refNode: Int32Array;
  readonly refRelationship: Int32Array;
  /** 1 where the reference is a subject of its action. */
  readonly refSubject: Uint8Array;
  /** nodes + 1 offsets into the groups: one group for each type of action that references the node. */
  readonly nodeGroup: Int32Array;
  readonly groupType: Int32Array;
  /** groups + 1 offsets into `groupAction`, which ascends (so: in time) within a group. */
  readonly groupStart: Int32Array;
  readonly groupAction: Int32Array;
  /** Start and actor of each of these actions, side by side, because the sampler reads nothing more often. */
  readonly groupTime: Float64Array;
  readonly groupActor: Int32Array;
}

/** What a graph is made of: actions sorted by start, and their references in the order of the actions. */
export interface GraphParts {
  readonly actorCount: number;
  readonly types: readonly string[];
  readonly rootType: Uint8Array;
  /** Names of the entities' types, and each entity's index into them. */
  readonly entityTypes: readonly string[];
  readonly entityType: Int32Array;
  readonly relationships: readonly string[];
  /** 1 for relationships whose entity is the subject of an action. */
  readonly subjectRelationship: Uint8Array;
  readonly ignored: Uint8Array;
  readonly actor: Int32Array;
  readonly type: Int32Array;
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly n: Int32Array;
  /** The first so many actions are history: no later action changes what their subjects are. All, where it isn't given. */
  readonly settled?: number;
  /** Ascending. */
  readonly refAction: Int32Array;
  readonly refEntity: Int32Array;
  readonly refRelationship: Int32Array;
}

/** What a graph's codes stand for: its actors are the first type of entity, and the tie to them the last relationship. */
export const graphNames = ({
  types,
  entityTypes,
  relationships,
}: Pick<GraphParts, "types" | "entityTypes" | "relationships">): Pick<
  ActionGraph,
  "types" | "entityTypes" | "relationships"
> => ({ types, entityTypes: ["actor", ...entityTypes], relationships: [...relationships, "actor"] });

/**
 * Indexes actions and references by node and by action type.
 *
 * The subjects of an action are its entities with the role `subject`. Where it has none they are its most specific
 * entities: those that the fewest actions, but at least two, reference (all of them where several tie, so that the
 * numbering of entities never matters). Those of settled actions are told from settled actions alone.
 */
export function indexGraph(parts: GraphParts): ActionGraph {
  const steps = indexInSteps(parts);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same in steps that are short beside the whole, so that it can be stopped between them. */
export function* indexInSteps(parts: GraphParts): Generator<void, ActionGraph> {
  const { actorCount, actor, type, start, end, n } = parts;
  const actionCount = actor.length;
  const nodeCount = actorCount + parts.entityType.length;
  const refCount = actionCount + parts.refAction.length;

  const refStart = new Int32Array(actionCount + 1);
  const refNode = new Int32Array(refCount);
  const refRelationship = new Int32Array(refCount);
  for (let action = 0, from = 0, to = 0; action < actionCount; action++) {
    refNode[to] = actor[action]!;
    refRelationship[to++] = parts.relationships.length;
    for (; from < parts.refAction.length && parts.refAction[from] === action; from++) {
      refNode[to] = actorCount + parts.refEntity[from]!;
      refRelationship[to++] = parts.refRelationship[from]!;
    }
    refStart[action + 1] = to;
  }

  yield;
  const nodeType = new Int32Array(nodeCount);
  for (let i = 0; i < parts.entityType.length; i++) nodeType[actorCount + i] = parts.entityType[i]! + 1;

  const refSubject = markSubjects(
    { refStart, refNode, refRelationship },
    { isSubject: parts.subjectRelationship, nodeCount, settled: parts.settled ?? actionCount },
  );
  yield;
  const groups = yield* groupByNode({ type, start, actor }, refStart, refNode, nodeCount, parts.types.length);

  return {
    actionCount,
    actorCount,
    nodeCount,
    ...graphNames(parts),
    rootType: parts.rootType,
    ignored: parts.ignored,
    nodeType,
    actor,
    type,
    start,
    end,
    n,
    refStart,
    refNode,
    refRelationship,
    refSubject,
    ...groups,
  };
}

function markSubjects(
  { refStart, refNode, refRelationship }: Pick<ActionGraph, "refStart" | "refNode" | "refRelationship">,
  { isSubject, nodeCount, settled }: { isSubject: Uint8Array; nodeCount: number; settled: number },
): Uint8Array {
  const degree = new Int32Array(nodeCount);
  const count = (from: number, to: number): void => {
    for (let ref = from; ref < to; ref++) degree[refNode[ref]!]!++;
  };
  count(0, refStart[settled]!);
  const rarity = (ref: number): number => (degree[refNode[ref]!]! < 2 ? Infinity : degree[refNode[ref]!]!);

  const subject = new Uint8Array(refNode.length);
  for (let action = 0; action + 1 < refStart.length; action++) {
    if (action === settled) count(refStart[settled]!, refNode.length);
    const from = refStart[action]! + 1;
    const to = refStart[action + 1]!;
    let named = false;
    let rarest = Infinity;
    for (let ref = from; ref < to; ref++) {
      if (isSubject[refRelationship[ref]!] === 1) {
        subject[ref] = 1;
        named = true;
      }
      rarest = Math.min(rarest, rarity(ref));
    }
    if (named) continue;
    for (let ref = from; ref < to; ref++) if (rarity(ref) === rarest) subject[ref] = 1;
  }
  return subject;
}
