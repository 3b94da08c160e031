import { type Remote, releaseProxy, wrap } from "comlink";
import { type Contexts, joinContexts } from "../detectors/graph/contexts.ts";
import type { NetBackend } from "../detectors/graph/gnn/backend.ts";
import type { ActionGraph } from "../detectors/graph/graph.ts";
import type { ContextSampler } from "../detectors/graph/run.ts";
import type { IdentityBackends } from "../detectors/profile/identity-run.ts";
import type { SubspaceRun } from "../detectors/subspace/blocks.ts";
import type { ClassifierSamples, ClassifierTrainer } from "../gpu/classifier.plan.ts";
import type { GpuDevice } from "../gpu/device.ts";
import { Cancelled } from "../lib/errors.ts";
import type { Job } from "../lib/job.ts";
import type { ComputeWorker } from "./compute.worker.ts";
import ComputeWorkerScript from "./compute.worker.ts?worker&inline";
import { workerNets } from "./worker-nets.ts";

/** Blob workers that share the heavy loops, started when first needed, one a core up to `most`. */
export class ComputePool {
  readonly #most: number;
  #workers: { readonly worker: Worker; readonly remote: Remote<ComputeWorker> }[] = [];
  #graph: ActionGraph | null = null;
  #next = 0;

  constructor({ most = Math.min(8, navigator.hardwareConcurrency || 2) } = {}) {
    this.#most = most;
  }

  #all() {
    while (this.#workers.length < this.#most) {
      const worker = new ComputeWorkerScript({ name: "compute" });
      this.#workers.push({ worker, remote: wrap<ComputeWorker>(worker) });
    }
    return this.#workers;
  }

  /** The subspace's ranges, dealt to the workers in turn. */
  subspace(): NonNullable<SubspaceRun["workers"]> {
    const workers = this.#all();
    return {
      parallel: workers.length,
      range: (input, from, to) => workers[this.#next++ % workers.length]!.remote.subspace(input, from, to),
    };
  }

  /** The workers, once all of them hold the graph. */
  async #with(graph: ActionGraph) {
    const workers = this.#all();
    if (this.#graph !== graph) {
      await Promise.all(workers.map(({ remote }) => remote.useGraph(graph)));
      this.#graph = graph;
    }
    return workers;
  }

  /** Trains nets (on the GPU, where there is a real one) and embeds roots of one graph in all workers. */
  nets(graph: ActionGraph, job: Job, device: GpuDevice | null = null): NetBackend {
    return workerNets({
      graph,
      gpu: device && !device.software ? device : null,
      workers: async () => (await this.#with(graph)).map(({ remote }) => remote),
      answer: (promise, { signal }) => this.#answer(promise, signal),
      job,
    });
  }

  /** The identity's ranges of days, dealt to the workers in turn. */
  identity(job: Job): NonNullable<IdentityBackends["workers"]> {
    return {
      parallel: this.#most,
      work: (input) => {
        const workers = this.#all();
        return this.#answer(workers[this.#next++ % workers.length]!.remote.identity(input), job.signal);
      },
    };
  }

  /** Samples roots' subgraphs of one graph in all workers. */
  sampler(graph: ActionGraph, job: Job): ContextSampler {
    return async (roots, options, stage) => {
      const workers = await this.#with(graph);
      const size = Math.max(64, Math.min(512, Math.ceil(roots.count / workers.length / 4)));
      const ranges = Array.from({ length: Math.ceil(roots.count / size) }, (_, i) => ({
        i,
        from: i * size,
        to: Math.min(roots.count, (i + 1) * size),
      }));
      const parts: Contexts[] = new Array(ranges.length);
      let done = 0;
      await Promise.all(
        workers.map(async ({ remote }) => {
          for (let range = ranges.shift(); range; range = ranges.shift()) {
            if (job.signal.aborted) throw new Cancelled();
            parts[range.i] = await remote.sample(roots, options, range.from, range.to);
            done += range.to - range.from;
            job.report({ stage, done, total: roots.count, unit: "roots" });
          }
        }),
      );
      return joinContexts(parts);
    };
  }

  /** Trains classifiers in the workers, as many at a time as there are. */
  trainer(): { readonly train: ClassifierTrainer; readonly parallel: number } {
    const workers = this.#all();
    const train: ClassifierTrainer = async (samples, { job, ...options } = {}) => {
      if (job?.signal.aborted) throw new Cancelled();
      job?.report({ stage: options.stage ?? "Learning", done: 0, total: 0, unit: "steps" });
      const { remote } = workers[this.#next++ % workers.length]!;
      return this.#answer(remote.train(ownRows(samples), options), job?.signal);
    };
    return { train, parallel: workers.length };
  }

  /** A worker's answer, or Cancelled at once when the job is stopped: the workers end then, and start again when next needed. */
  #answer<T>(answer: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const stop = () => {
        this.close();
        reject(new Cancelled());
      };
      signal?.addEventListener("abort", stop);
      answer.then(resolve, reject).finally(() => signal?.removeEventListener("abort", stop));
    });
  }

  close(): void {
    for (const { worker, remote } of this.#workers) {
      remote[releaseProxy]();
      worker.terminate();
    }
    this.#workers = [];
    this.#graph = null;
  }
}

/** The samples without the rows that are not learnt from, for the way to a worker. */
function ownRows({ values, dim, label, rows }: ClassifierSamples): ClassifierSamples {
  const own = new Float32Array(rows.length * dim);
  rows.forEach((row, i) => {
    own.set(values.subarray(row * dim, (row + 1) * dim), i * dim);
  });
  return { values: own, dim, label: Uint8Array.from(rows, (row) => label[row]!), rows: Int32Array.from(rows.keys()) };
}
