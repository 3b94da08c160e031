import type { ActionGraph } from "./graph.ts";
import { packRoots, rootOf } from "./roots.ts";
import { createSampler, type SamplerOptions } from "./sampler.ts";

/** A rooted subgraph as codes, small enough to draw. Node 0 is the root. */
export interface RootedSubgraph {
  readonly nodes: readonly {
    readonly kind: "root" | "action" | "actor" | "entity";
    /** Action id; −1 for actors and entities. */
    readonly action: number;
    /** Node of the graph; −1 for actions. */
    readonly node: number;
    /** Hours from the root's start; null for actors and entities. */
    readonly offset: number | null;
    readonly events: number;
  }[];
  /** From an action to an actor or entity, as indices into `nodes`. */
  readonly edges: readonly { readonly from: number; readonly to: number; readonly relationship: string }[];
  /** Sampled actions that are not drawn. */
  readonly omitted: number;
}

/**
 * Samples a root's subgraph and keeps what explains it best: the root's own entities, then the actions that share the most of
 * them (the closest in time first), then entities that tie two of these together.
 */
export function subgraphOf(
  graph: ActionGraph,
  action: number,
  options: SamplerOptions = {},
  { most = 40 }: { most?: number } = {},
): RootedSubgraph {
  const sampler = createSampler(graph, options);
  const root = rootOf(graph, action);
  const size = sampler.sample(packRoots([root]), 0);
  const nodesOf = (of: number): Int32Array => graph.refNode.subarray(graph.refStart[of], graph.refStart[of + 1]);
  const subjects = new Set(root.nodes.filter((_, i) => root.subjects[i] === 1));
  const own = new Set(root.nodes);
  const nearness = (of: number): number => {
    let shared = 0;
    for (const node of nodesOf(of)) if (own.has(node)) shared += subjects.has(node) ? 2 : 1;
    return shared;
  };
  const away = (of: number): number => Math.abs(graph.start[of]! - root.start);
  const sampled = Array.from(sampler.actions.subarray(0, size), (of) => ({ of, shared: nearness(of) }))
    .sort((a, b) => b.shared - a.shared || away(a.of) - away(b.of) || a.of - b.of)
    .map(({ of }) => of);

  const entities = [...own];
  const drawn = [action, ...sampled.slice(0, Math.max(0, Math.ceil((most - entities.length - 1) * 0.7)))];
  const ties = new Map<number, number>();
  for (const of of drawn) for (const node of new Set(nodesOf(of))) ties.set(node, (ties.get(node) ?? 0) + 1);
  const tying = [...ties].filter(([node, count]) => count > 1 && !own.has(node)).sort((a, b) => b[1] - a[1]);
  entities.push(...tying.slice(0, Math.max(0, most - drawn.length - entities.length)).map(([node]) => node));

  const place = new Map(entities.map((node, i) => [node, drawn.length + i]));
  const edges = drawn.flatMap((of, from) => {
    const found = [];
    for (let ref = graph.refStart[of]!; ref < graph.refStart[of + 1]!; ref++) {
      const to = place.get(graph.refNode[ref]!);
      if (to !== undefined) found.push({ from, to, relationship: graph.relationships[graph.refRelationship[ref]!]! });
    }
    return found;
  });
  return {
    nodes: [
      ...drawn.map((of, i) => ({
        kind: i === 0 ? ("root" as const) : ("action" as const),
        action: of,
        node: -1,
        offset: (graph.start[of]! - root.start) / 3_600_000_000,
        events: graph.n[of]!,
      })),
      ...entities.map((node) => ({
        kind: node < graph.actorCount ? ("actor" as const) : ("entity" as const),
        action: -1,
        node,
        offset: null,
        events: 0,
      })),
    ],
    edges,
    omitted: size - (drawn.length - 1),
  };
}
