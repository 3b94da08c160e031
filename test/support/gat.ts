import { expect } from "vitest";

/** A case of test/golden/gatv2.json, as the script wrote it. */
export interface GoldenGat {
  readonly name: string;
  readonly heads: number;
  readonly channels: number;
  readonly sourceDim: number;
  readonly targetDim: number;
  readonly edgeDim: number;
  readonly edgeSource: readonly number[];
  readonly edgeTarget: readonly number[];
  readonly out: readonly number[];
  readonly upstream: readonly number[];
  readonly values: Readonly<Record<string, readonly number[]>>;
  readonly gradients: Readonly<Record<string, readonly number[]>>;
}

/** A matrix the other way round: `columns` is the number of columns that it has now. */
export function transposed(matrix: Float32Array, columns: number): Float32Array {
  const rows = matrix.length / columns;
  return matrix.map((_, i) => matrix[(i % rows) * columns + Math.floor(i / rows)]!);
}

/** A golden case as typed arrays; PyTorch's weights (out × in) are turned round, and every edge is a kind of its own. */
export function readGolden(given: GoldenGat) {
  const width = given.heads * given.channels;
  const edges = given.edgeSource.length;
  const read = (name: string): Float32Array => Float32Array.from(given.values[name] ?? []);
  const weights = (name: string, inner: number): Float32Array => (inner ? transposed(read(name), inner) : read(name));
  return {
    heads: given.heads,
    width,
    counts: {
      source: given.values.source!.length / given.sourceDim,
      target: given.values.target!.length / given.targetDim,
      edge: edges,
    },
    edges: {
      source: Int32Array.from(given.edgeSource),
      target: Int32Array.from(given.edgeTarget),
      kind: Int32Array.from({ length: edges }, (_, e) => e),
    },
    upstream: Float32Array.from(given.upstream),
    values: {
      source: read("source"),
      target: read("target"),
      leftBias: read("leftBias"),
      rightBias: read("rightBias"),
      attention: read("attention"),
      bias: read("bias"),
      edge: read("edge"),
      left: weights("left", given.sourceDim),
      right: weights("right", given.targetDim),
      edgeWeight: weights("edgeWeight", given.edgeDim),
    },
  };
}

/** Expects an output and gradients to be those of a golden case. */
export function expectGolden(
  { out, gradients }: { readonly out: ArrayLike<number>; readonly gradients: Readonly<Record<string, Float32Array>> },
  given: GoldenGat,
): void {
  for (const [i, value] of given.out.entries()) expect(out[i]).toBeCloseTo(value, 4);
  for (const [name, found] of Object.entries(gradients)) {
    const expected = given.gradients[name]!;
    expect(found).toHaveLength(expected.length);
    for (const [i, value] of expected.entries())
      expect(Math.abs(found[i]! - value), `${name}[${i}]`).toBeLessThan(1e-4 * Math.max(1, Math.abs(value)));
  }
}
