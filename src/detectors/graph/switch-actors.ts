import type { ActionGraph } from "./graph.ts";
import { groupByNode } from "./group.ts";

/**
 * The graph in which actors have changed their ids from one action on: who did what is told wrongly, all else stays.
 * @param partner whose id each actor has from then on; −1: their own
 * @param from first action of the change; action ids ascend in time
 */
export function switchActors(graph: ActionGraph, partner: Int32Array, from: number): ActionGraph {
  const actor = graph.actor.slice();
  const refNode = graph.refNode.slice();
  for (let action = from; action < graph.actionCount; action++) {
    const other = partner[actor[action]!]!;
    if (other < 0) continue;
    actor[action] = other;
    refNode[graph.refStart[action]!] = other;
  }
  const { type, start, refStart, nodeCount, types } = graph;
  const steps = groupByNode({ type, start, actor }, refStart, refNode, nodeCount, types.length);
  for (;;) {
    const step = steps.next();
    if (step.done) return { ...graph, actor, refNode, ...step.value };
  }
}
