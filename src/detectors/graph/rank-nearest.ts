import { quietJob } from "../../lib/job.ts";
import type { Scores } from "../scores.ts";
import { sampleContexts } from "./contexts.ts";
import { withDirections } from "./directions.ts";
import { joinRows, takeRows } from "./embedding.ts";
import { likeness, nearestKnown } from "./near-space.ts";
import { scoresOf } from "./root-scores.ts";
import { naturalRoots } from "./roots.ts";
import type { GraphOptions, GraphState } from "./run.ts";

/**
 * Ranks the window's roots by how much nearer they are to an interesting root than to an ordinary one (`likeness`), without the interesting ones. Only interesting actions that were no roots of the run are sampled anew, so that it follows a star at once.
 * @returns null where `interesting` is empty
 */
export async function rankNearest(
  state: GraphState,
  interesting: Int32Array,
  { job = quietJob(), sample }: Pick<GraphOptions, "job" | "sample"> = {},
): Promise<Scores | null> {
  if (interesting.length === 0) return null;
  const { graph, sampling, embedder } = state;
  const near = await state.near(job);
  const wanted = new Set(interesting);
  const nearest = await nearestKnown(near, wanted, async (actions) => {
    const left = new Set(actions);
    const rows = Int32Array.from(state.action.keys()).filter((row) => left.has(state.action[row]!));
    for (const row of rows) left.delete(state.action[row]!);
    const others = naturalRoots(graph, Int32Array.from(left));
    const sampled = await (sample
      ? sample(others, sampling, "Sampling interesting roots")
      : sampleContexts(graph, others, sampling, { job }));
    const fresh = await embedder.embed(others, sampled, { job, stage: "Embedding interesting roots" });
    return joinRows(takeRows(near.rows, rows), withDirections(fresh, near.directions));
  });
  return scoresOf(state, "graph-nn", likeness(near, nearest), { except: wanted });
}
