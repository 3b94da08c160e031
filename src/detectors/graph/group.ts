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
  for (let action = 0; action < type.length; action++) refAction.fill(action, refStart[action], refStart[action + 1]);

  const byType = countingSort(refCount, typeCount, (ref) => type[refAction[ref]!]!);
  yield;
  const byNode = countingSort(refCount, nodeCount, (i) => refNode[byType[i]!]!);
  yield;

  const nodeGroup = new Int32Array(nodeCount + 1);
  const groupType: number[] = [];
  const groupStart: number[] = [];
  const groupAction = new Int32Array(refCount);
  let kept = 0;
  let lastNode = -1;
  for (let i = 0; i < refCount; i++) {
    const ref = byType[byNode[i]!]!;
    const node = refNode[ref]!;
    const action = refAction[ref]!;
    const opens = node !== lastNode || type[action] !== groupType[groupType.length - 1];
    if (!opens && groupAction[kept - 1] === action) continue;
    if (opens) {
      for (let next = lastNode + 1; next <= node; next++) nodeGroup[next] = groupType.length;
      groupType.push(type[action]!);
      groupStart.push(kept);
      lastNode = node;
    }
    groupAction[kept++] = action;
  }
  nodeGroup.fill(groupType.length, lastNode + 1);
  groupStart.push(kept);
  yield;

  const grouped = groupAction.slice(0, kept);
  const groupTime = new Float64Array(kept);
  const groupActor = new Int32Array(kept);
  for (let i = 0; i < kept; i++) {
    groupTime[i] = start[grouped[i]!]!;
    groupActor[i] = actor[grouped[i]!]!;
  }
  return {
    nodeGroup,
    groupType: Int32Array.from(groupType),
    groupStart: Int32Array.from(groupStart),
    groupAction: grouped,
    groupTime,
    groupActor,
  };
}

function countingSort(count: number, keys: number, keyOf: (i: number) => number): Int32Array {
  const next = new Int32Array(keys + 1);
  for (let i = 0; i < count; i++) next[keyOf(i) + 1]!++;
  for (let key = 0; key < keys; key++) next[key + 1]! += next[key]!;
  const order = new Int32Array(count);
  for (let i = 0; i < count; i++) order[next[keyOf(i)]!++] = i;
  return order;
}
