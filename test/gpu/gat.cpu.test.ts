import { describe, expect, test } from "vitest";
import { dense, denseBackward } from "../../src/gpu/dense.cpu.ts";
import { type Attention, attend, attendBackward, linkByTarget } from "../../src/gpu/gat.cpu.ts";
import golden from "../golden/gatv2.json";
import { expectGolden, type GoldenGat, readGolden, transposed } from "../support/gat.ts";

/** Runs a golden case through the CPU's layer: the projections, the attention and the bias. */
function run(given: GoldenGat) {
  const { heads, width, counts, values, edges, upstream } = readGolden(given);
  const project = (rows: number, inner: number, x: Float32Array, weights: Float32Array, bias: Float32Array) => {
    const out = new Float32Array(rows * width);
    dense(x, weights, bias, { rows, inner, outer: width }, out);
    return out;
  };
  const none = new Float32Array(width);
  const attention: Attention = {
    links: linkByTarget(counts.target, edges),
    heads,
    width,
    sources: project(counts.source, given.sourceDim, values.source, values.left, values.leftBias),
    targets: project(counts.target, given.targetDim, values.target, values.right, values.rightBias),
    table: given.edgeDim
      ? project(counts.edge, given.edgeDim, values.edge, values.edgeWeight, none)
      : new Float32Array(counts.edge * width),
    attention: values.attention,
  };
  const out = new Float32Array(counts.target * width);
  const weight = new Float32Array(counts.edge * heads);
  attend(attention, out, weight);
  const gradients = {
    sources: new Float32Array(attention.sources.length),
    targets: new Float32Array(attention.targets.length),
    table: new Float32Array(attention.table.length),
    attention: new Float32Array(width),
  };
  attendBackward(attention, weight, upstream, gradients);
  const back = (rows: number, inner: number, x: Float32Array, weights: Float32Array, outGradient: Float32Array) => {
    const found = {
      x: new Float32Array(x.length),
      weights: new Float32Array(weights.length),
      bias: new Float32Array(width),
    };
    denseBackward(x, weights, { rows, inner, outer: width }, outGradient, found);
    return found;
  };
  const left = back(counts.source, given.sourceDim, values.source, values.left, gradients.sources);
  const right = back(counts.target, given.targetDim, values.target, values.right, gradients.targets);
  const found: Record<string, Float32Array> = {
    source: left.x,
    left: transposed(left.weights, width),
    leftBias: left.bias,
    target: right.x,
    right: transposed(right.weights, width),
    rightBias: right.bias,
    attention: gradients.attention,
  };
  if (given.edgeDim) {
    const edge = back(counts.edge, given.edgeDim, values.edge, values.edgeWeight, gradients.table);
    found.edge = edge.x;
    found.edgeWeight = transposed(edge.weights, width);
  }
  return { out: out.map((x, i) => x + values.bias[i % width]!), weight, gradients: found };
}

describe("the attention on the CPU agrees with PyTorch Geometric's GATv2Conv", () => {
  test.each(golden.map((given) => [given.name, given as GoldenGat] as const))("%s", (_, given) => {
    expectGolden(run(given), given);
  });
});

test("the weights of every target that has edges add up to one in each head", () => {
  for (const given of golden) {
    const { weight } = run(given as GoldenGat);
    const sums = new Map<string, number>();
    const { edges, counts } = readGolden(given as GoldenGat);
    const { edge } = linkByTarget(counts.target, edges);
    for (let e = 0; e < edge.length; e++) {
      for (let h = 0; h < given.heads; h++) {
        const key = `${edges.target[edge[e]!]} ${h}`;
        sums.set(key, (sums.get(key) ?? 0) + weight[e * given.heads + h]!);
      }
    }
    for (const sum of sums.values()) expect(sum).toBeCloseTo(1, 6);
  }
});
