import { embedCpu } from "../../../gpu/gatTrain.cpu.ts";
import { breathe, type Job, quietJob } from "../../../lib/job.ts";
import type { Embedding } from "../embedding.ts";
import type { ActionGraph } from "../graph.ts";
import type { RootSet } from "../roots.ts";
import type { SamplerOptions } from "../sampler.ts";
import { type PackOptions, packSubgraphs } from "./pack.ts";
import type { TrainedNet } from "./train.ts";

/** Roots that are sampled together, and then embedded so many at a time between two breaths. */
const part = 512;
const breath = 32;

/**
 * Samples and embeds the roots from `from` to `to` by a trained net, a batch at a time, so that the subgraphs need never be in memory together.
 * @throws Cancelled when the job was stopped
 */
export async function embedRoots(
  graph: ActionGraph,
  roots: RootSet,
  sampling: SamplerOptions,
  { shape, weights }: TrainedNet,
  {
    from = 0,
    to = roots.count,
    pack = {},
    job = quietJob(),
    stage = "Embedding roots",
  }: { from?: number; to?: number; pack?: PackOptions; job?: Job; stage?: string } = {},
): Promise<Embedding> {
  const values = new Float32Array(Math.max(0, to - from) * shape.width);
  for (let at = from; at < to; at += part) {
    const subgraphs = await packSubgraphs(graph, roots, sampling, {
      ...pack,
      from: at,
      to: Math.min(to, at + part),
      job,
    });
    for (let first = 0; first < subgraphs.count; first += breath) {
      const range = { from: first, to: Math.min(subgraphs.count, first + breath) };
      values.set(embedCpu(shape, weights, subgraphs, range), (at - from + first) * shape.width);
      job.report({ stage, done: at - from + range.to, total: to - from, unit: "roots" });
      await breathe(job);
    }
  }
  return { count: to - from, dim: shape.width, values };
}
