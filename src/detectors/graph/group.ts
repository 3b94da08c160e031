import type { ActionGraph, GraphParts } from "./graph.ts";

/**
 * Groups the references by node and by their action's type: two stable counting sorts, by type and then by node, leave each
 * (node, type) in the order of the actions.
 */
export function* groupByNode(
  { type, start, actor }: Pick<GraphParts, "type" | "start" | "actor">,
  refStart: Int32Array,
  refNode: Int32Array,
  nodeCount: number,
  typeCount: number,
): Generator<
  void,
  Pick<ActionGraph, "nodeGroup" | "groupType" | "groupStart" | "groupAction" | "groupTime" | "groupActor">
> {
  const refCount = refNode.length;
  const refAction = new Int32Array(refCount);
  const refType = new Int32Array(refCount);
  for (let action = 0; action < type.length; action++) {
    for (let ref = refStart[action]!; ref < refStart[action + 1]!; ref++) {
      refAction[ref] = action;
      refType[ref] = type[action]!;
    }
  }
  const byType = sortBy(refType, typeCount);
  yield;
  const order = sortBy(refNode, nodeCount, byType);
  yield;

  const nodeGroup = new Int32Array(nodeCount + 1);
  const groupType = new Int32Array(refCount);
  const groupStart = new Int32Array(refCount + 1);
  const groupAction = new Int32Array(refCount);
  const groupTime = new Float64Array(refCount);
  const groupActor = new Int32Array(refCount);
  let groups = 0;
  let kept = 0;
  let lastNode = -1;
  for (let i = 0; i < refCount; i++) {
    const ref = order[i]!;
    const node = refNode[ref]!;
    const action = refAction[ref]!;
    const opens = node !== lastNode || refType[ref] !== groupType[groups - 1];
    if (!opens && groupAction[kept - 1] === action) continue;
    if (opens) {
      for (let next = lastNode + 1; next <= node; next++) nodeGroup[next] = groups;
      groupType[groups] = refType[ref]!;
      groupStart[groups++] = kept;
      lastNode = node;
    }
    groupTime[kept] = start[action]!;
    groupActor[kept] = actor[action]!;
    groupAction[kept++] = action;
  }
  nodeGroup.fill(groups, lastNode + 1);
  groupStart[groups] = kept;
  return {
    nodeGroup,
    groupType: groupType.slice(0, groups),
    groupStart: groupStart.slice(0, groups + 1),
    groupAction: groupAction.slice(0, kept),
    groupTime: groupTime.slice(0, kept),
    groupActor: groupActor.slice(0, kept),
  };
}

/** A stable counting sort: the indices of `key` (or those of `before`, in their order) by ascending key. */
function sortBy(key: Int32Array, keys: number, before: Int32Array | null = null): Int32Array {
  const next = new Int32Array(keys + 1);
  for (const value of key) next[value + 1]!++;
  for (let value = 0; value < keys; value++) next[value + 1]! += next[value]!;
  const order = new Int32Array(key.length);
  for (let i = 0; i < key.length; i++) {
    const at = before ? before[i]! : i;
    order[next[key[at]!]!++] = at;
  }
  return order;
}
