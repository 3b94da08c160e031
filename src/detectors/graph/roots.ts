import type { ActionGraph } from "./graph.ts";

/**
 * A root as the sampler sees it: an action of the graph, or one that was made up by a mutation. Its subgraph never
 * contains `action`, the one that it is or stands in for.
 */
export interface Root {
  readonly action: number;
  readonly type: number;
  /** µs, UTC. */
  readonly start: number;
  /** Referenced nodes, the actor first. */
  readonly nodes: readonly number[];
  /** 1 where the node of the same index is a subject. */
  readonly subjects: readonly number[];
  /** Actions that reference a subject and start no further than this from the root are not there; µs, 0 for none. */
  readonly hidden?: number;
  /** How often the root is repeated after itself, and the pause between; µs. */
  readonly copies?: number;
  readonly spacing?: number;
}

/** Many roots as flat arrays, so that workers can share the sampling of them. */
export interface RootSet {
  readonly count: number;
  readonly action: Int32Array;
  readonly type: Int32Array;
  readonly start: Float64Array;
  /** roots + 1 offsets into `node` and `subject`. */
  readonly nodeStart: Int32Array;
  readonly node: Int32Array;
  readonly subject: Uint8Array;
  readonly hidden: Float64Array;
  readonly copies: Int32Array;
  readonly spacing: Float64Array;
}

/** The action itself as a root. */
export function rootOf(graph: ActionGraph, action: number): Root {
  const from = graph.refStart[action]!;
  const to = graph.refStart[action + 1]!;
  return {
    action,
    type: graph.type[action]!,
    start: graph.start[action]!,
    nodes: [...graph.refNode.subarray(from, to)],
    subjects: [...graph.refSubject.subarray(from, to)],
  };
}

/** Packs roots into flat arrays. */
export function packRoots(roots: readonly Root[]): RootSet {
  const nodeStart = new Int32Array(roots.length + 1);
  for (const [i, root] of roots.entries()) nodeStart[i + 1] = nodeStart[i]! + root.nodes.length;
  return {
    count: roots.length,
    action: Int32Array.from(roots, (root) => root.action),
    type: Int32Array.from(roots, (root) => root.type),
    start: Float64Array.from(roots, (root) => root.start),
    nodeStart,
    node: Int32Array.from(roots.flatMap((root) => root.nodes)),
    subject: Uint8Array.from(roots.flatMap((root) => root.subjects)),
    hidden: Float64Array.from(roots, (root) => root.hidden ?? 0),
    copies: Int32Array.from(roots, (root) => root.copies ?? 0),
    spacing: Float64Array.from(roots, (root) => root.spacing ?? 0),
  };
}

/** The given actions as roots. */
export function naturalRoots(graph: ActionGraph, actions: Int32Array): RootSet {
  const nodeStart = new Int32Array(actions.length + 1);
  for (let i = 0; i < actions.length; i++) {
    nodeStart[i + 1] = nodeStart[i]! + graph.refStart[actions[i]! + 1]! - graph.refStart[actions[i]!]!;
  }
  const node = new Int32Array(nodeStart[actions.length]!);
  const subject = new Uint8Array(node.length);
  for (let i = 0; i < actions.length; i++) {
    const from = graph.refStart[actions[i]!]!;
    const to = graph.refStart[actions[i]! + 1]!;
    node.set(graph.refNode.subarray(from, to), nodeStart[i]);
    subject.set(graph.refSubject.subarray(from, to), nodeStart[i]);
  }
  return {
    count: actions.length,
    action: actions,
    type: actions.map((action) => graph.type[action]!),
    start: Float64Array.from(actions, (action) => graph.start[action]!),
    nodeStart,
    node,
    subject,
    hidden: new Float64Array(actions.length),
    copies: new Int32Array(actions.length),
    spacing: new Float64Array(actions.length),
  };
}

/** Roots one set after the other. */
export function joinRoots(first: RootSet, second: RootSet): RootSet {
  const ints = (of: (set: RootSet) => Int32Array) => Int32Array.from([...of(first), ...of(second)]);
  const doubles = (of: (set: RootSet) => Float64Array) => Float64Array.from([...of(first), ...of(second)]);
  const behind = first.nodeStart[first.count]!;
  return {
    count: first.count + second.count,
    action: ints(({ action }) => action),
    type: ints(({ type }) => type),
    start: doubles(({ start }) => start),
    nodeStart: Int32Array.from([...first.nodeStart, ...second.nodeStart.subarray(1).map((at) => at + behind)]),
    node: ints(({ node }) => node),
    subject: Uint8Array.from([...first.subject, ...second.subject]),
    hidden: doubles(({ hidden }) => hidden),
    copies: ints(({ copies }) => copies),
    spacing: doubles(({ spacing }) => spacing),
  };
}
