import type * as tensorflow from "@tensorflow/tfjs";
import { linkByTarget } from "./gat.cpu.ts";

/** Edges as tensors, grouped by target. */
export interface TensorLinks {
  readonly targets: number;
  readonly sources: number;
  readonly kinds: number;
  readonly count: number;
  /** edges × 3: source, target, kind. */
  readonly edges: tensorflow.Tensor;
  /** Each of these columns by itself. */
  readonly source: tensorflow.Tensor1D;
  readonly target: tensorflow.Tensor1D;
  readonly kind: tensorflow.Tensor1D;
  /** targets + 1 offsets into the edges. */
  readonly start: tensorflow.Tensor1D;
  /** targets × the most edges of any: the edges of each target, its first repeated where it has fewer (edge 0 where it has none). */
  readonly padded: tensorflow.Tensor2D;
  /** The edges by source, and sources + 1 offsets into them. */
  readonly order: tensorflow.Tensor1D;
  readonly sourceStart: tensorflow.Tensor1D;
}

/** Puts edges on the machine that TensorFlow.js runs on. */
export function tensorLinks(
  tf: typeof tensorflow,
  given: Record<"target" | "source" | "kind", Int32Array>,
  { targets, sources, kinds }: { targets: number; sources: number; kinds: number },
): TensorLinks {
  const { start, source, kind, edge } = linkByTarget(targets, given);
  const target = edge.map((e) => given.target[e]!);
  const bySource = linkByTarget(sources, { target: source, source: target, kind });
  const edges = new Int32Array(source.length * 3);
  for (let e = 0; e < source.length; e++) {
    edges[e * 3] = source[e]!;
    edges[e * 3 + 1] = target[e]!;
    edges[e * 3 + 2] = kind[e]!;
  }
  const most = start.reduce((widest, at, t) => Math.max(widest, at - (start[t - 1] ?? at)), 1);
  const padded = new Int32Array(targets * most);
  for (let t = 0; t < targets; t++) {
    const from = start[t]!;
    const degree = start[t + 1]! - from;
    for (let i = 0; i < most && degree > 0; i++) padded[t * most + i] = i < degree ? from + i : from;
  }
  const ints = (values: Int32Array): tensorflow.Tensor1D => tf.tensor1d(values, "int32");
  return {
    targets,
    sources,
    kinds,
    count: source.length,
    edges: ints(edges),
    source: ints(source),
    target: ints(target),
    kind: ints(kind),
    start: ints(start),
    padded: tf.tensor2d(padded, [targets, most], "int32"),
    order: ints(bySource.edge),
    sourceStart: ints(bySource.start),
  };
}
