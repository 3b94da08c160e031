import { mostCells } from "./embedding.ts";
import type { GraphState } from "./run.ts";

/** From which share of all actions on, and from how many, an entity is told of. */
const hub = { share: 0.5, actions: 1000 };

const count = (n: number): string => n.toLocaleString("en-US");

/** What of a run's roots makes them hard to tell apart, in sentences: no references, starts at one moment, entities that most actions are about, more kinds of context than are compared. */
export function rootFacts({
  graph,
  action: roots,
  pool,
  contexts,
  embedder,
}: Pick<GraphState, "graph" | "action" | "pool" | "contexts" | "embedder">): string[] {
  const scored = roots.subarray(pool.history.length);
  const found: string[] = [];
  const bare = scored.reduce((n, root) => n + (graph.refStart[root + 1]! - graph.refStart[root]! === 1 ? 1 : 0), 0);
  if (bare > 0)
    found.push(
      `${count(bare)} of ${count(scored.length)} roots reference nothing: what their actor does else is all that is known of them.`,
    );
  const starts = new Map<number, number>();
  for (const root of scored) starts.set(graph.start[root]!, (starts.get(graph.start[root]!) ?? 0) + 1);
  const together = [...starts.values()].reduce((n, same) => n + (same > 1 ? same : 0), 0);
  if (together > 0)
    found.push(
      `${count(together)} of ${count(scored.length)} roots start at the same microsecond as another: the log’s order decides which comes first.`,
    );
  const least = Math.max(hub.actions, hub.share * graph.actionCount);
  for (let node = graph.actorCount; node < graph.nodeCount; node++) {
    const actions = graph.groupStart[graph.nodeGroup[node + 1]!]! - graph.groupStart[graph.nodeGroup[node]!]!;
    if (actions < least) continue;
    found.push(
      `${count(actions)} of ${count(graph.actionCount)} actions are about one ${graph.entityTypes[graph.nodeType[node]!]}: a root is told by those nearest in time.`,
    );
  }
  const kinds = new Set(contexts.cell).size;
  const compared = mostCells(roots.length);
  if (embedder.training === null && kinds > compared)
    found.push(
      `Around the roots are ${count(kinds)} kinds of context (an action type by the root’s actor, about its subject, or both): the ${compared} most frequent are compared.`,
    );
  return found;
}
