import type { ActionGraph } from "../../src/detectors/graph/graph.ts";
import type { RootSet } from "../../src/detectors/graph/roots.ts";
import { createSampler } from "../../src/detectors/graph/sampler.ts";

/** Samples every root's subgraph once to warm up and once for the clock, two steps and ten nearest, on one thread. */
export function rootsPerSecond(
  graph: ActionGraph,
  roots: RootSet,
): { readonly roots: number; readonly perSecond: number; readonly meanSize: number } {
  const sampler = createSampler(graph, { steps: 2, nearest: 10 });
  for (let i = 0; i < Math.min(500, roots.count); i++) sampler.sample(roots, i);
  let size = 0;
  const started = performance.now();
  for (let i = 0; i < roots.count; i++) size += sampler.sample(roots, i);
  const seconds = (performance.now() - started) / 1000;
  return { roots: roots.count, perSecond: roots.count / seconds, meanSize: size / Math.max(1, roots.count) };
}
