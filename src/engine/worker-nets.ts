import type { Remote } from "comlink";
import type { NetBackend } from "../detectors/graph/gnn/backend.ts";
import { embedRoots } from "../detectors/graph/gnn/embed.ts";
import { inShards, type NetMachine } from "../detectors/graph/gnn/machine.ts";
import type { ActionGraph } from "../detectors/graph/graph.ts";
import type { RootSet } from "../detectors/graph/roots.ts";
import type { SamplerOptions } from "../detectors/graph/sampler.ts";
import type { GpuDevice } from "../gpu/device.ts";
import { joinSubgraphs, type Subgraphs } from "../gpu/gatNet.input.ts";
import { openGpuTrainer } from "../gpu/gatTrain.ts";
import { Cancelled } from "../lib/errors.ts";
import type { Job } from "../lib/job.ts";
import type { ComputeWorker } from "./compute.worker.ts";

interface Workers {
  readonly graph: ActionGraph;
  /** The workers, which hold the graph. */
  workers(): Promise<readonly Remote<ComputeWorker>[]>;
  /** An answer of theirs, or Cancelled at once when the job is stopped. */
  answer<T>(promise: Promise<T>, job: Job): Promise<T>;
  /** Of the training. */
  readonly job: Job;
  /** Trains instead of the workers, as long as it lasts. */
  readonly gpu: GpuDevice | null;
}

/** So few roots are embedded here: a star need not wait for workers that may first have to be given the graph. */
const fewRoots = 32;

/** Trains nets and embeds roots in workers: batches are cut into the same shards however many there are, so they give the same weights to the bit. */
export function workerNets({ graph, workers, answer, job, gpu }: Workers): NetBackend {
  /** Deals the ranges of `total` roots to the workers, each taking the next when it is done. */
  const deal = async <T>(
    total: number,
    { job, stage }: { readonly job: Job; readonly stage: string },
    each: (remote: Remote<ComputeWorker>, from: number, to: number) => Promise<T>,
  ): Promise<T[]> => {
    const remotes = await workers();
    const size = Math.max(64, Math.min(512, Math.ceil(total / remotes.length / 4)));
    const parts: T[] = new Array(Math.ceil(total / size));
    let next = 0;
    let done = 0;
    await Promise.all(
      remotes.map(async (remote) => {
        while (next < parts.length) {
          if (job.signal.aborted) throw new Cancelled();
          const part = next++;
          const to = Math.min(total, (part + 1) * size);
          parts[part] = await answer(each(remote, part * size, to), job);
          done += to - part * size;
          job.report({ stage, done, total, unit: "roots" });
        }
      }),
    );
    return parts;
  };

  const pack = async (roots: RootSet, sampling: SamplerOptions): Promise<Subgraphs> =>
    joinSubgraphs(
      await deal(roots.count, { job, stage: "Sampling subgraphs to learn from" }, (remote, from, to) =>
        remote.pack(roots, sampling, from, to),
      ),
    );
  const inWorkers = async (subgraphs: Subgraphs): Promise<NetMachine> => {
    const remotes = await workers();
    await Promise.all(remotes.map((remote) => remote.useSubgraphs(subgraphs)));
    let turn = 0;
    return {
      name: "cpu",
      gradient: (shape, weights, pairs, settings) =>
        inShards(pairs, (shard) =>
          answer(remotes[turn++ % remotes.length]!.netGradient(shape, weights, shard, settings), job),
        ),
      async embed(shape, weights, rows) {
        const size = Math.ceil(rows.length / remotes.length);
        const parts = await Promise.all(
          remotes.map((remote, i) =>
            answer(remote.netEmbed(shape, weights, rows.slice(i * size, (i + 1) * size)), job),
          ),
        );
        const out = new Float32Array(rows.length * shape.width);
        parts.forEach((part, i) => {
          out.set(part, i * size * shape.width);
        });
        return out;
      },
      close: () => {},
    };
  };

  return {
    async open(roots, sampling) {
      const subgraphs = await pack(roots, sampling);
      return gpu ? openGpuTrainer(gpu, subgraphs) : inWorkers(subgraphs);
    },
    instead: async (roots, sampling) => inWorkers(await pack(roots, sampling)),
    async embed(roots, sampling, net, run) {
      if (roots.count <= fewRoots) return embedRoots(graph, roots, sampling, net, run);
      const { width } = net.shape;
      const parts = await deal(roots.count, run, (remote, from, to) =>
        remote.embedRoots(roots, sampling, net, from, to),
      );
      const values = new Float32Array(roots.count * width);
      let at = 0;
      for (const part of parts) {
        values.set(part, at);
        at += part.length;
      }
      return { count: roots.count, dim: width, values };
    },
  };
}
