import { type ContrastSettings, contrast, type PairGradient, type Pairs } from "./contrast.ts";
import { openNetCpu } from "./gatNet.cpu.ts";
import type { Subgraphs } from "./gatNet.input.ts";
import { type NetShape, netSlots } from "./gatNet.plan.ts";

/** Loss and gradient of the given pairs of subgraphs, on the CPU: sums, so that shards of a batch can be added. */
export function pairGradientCpu(
  shape: NetShape,
  weights: Float32Array,
  subgraphs: Subgraphs,
  { first, second, apart }: Pairs,
  settings: ContrastSettings,
): PairGradient {
  const gradient = new Float32Array(netSlots(shape).size);
  const net = openNetCpu(shape, weights, gradient);
  const toward = new Float32Array(shape.width);
  const away = new Float32Array(shape.width);
  let total = 0;
  for (let i = 0; i < first.length; i++) {
    net.reset();
    const a = net.pass(subgraphs, first[i]!);
    const b = net.pass(subgraphs, second[i]!);
    const distance = distanceOf(a.embedding, b.embedding);
    const { loss, slope } = contrast(distance, apart[i]!, settings);
    total += loss;
    if (slope === 0 || distance < 1e-6) continue;
    for (let c = 0; c < shape.width; c++) {
      toward[c] = (slope * (a.embedding[c]! - b.embedding[c]!)) / distance;
      away[c] = -toward[c]!;
    }
    a.backward(toward);
    b.backward(away);
  }
  return { loss: total, gradient };
}

/** Embeds subgraphs `from` to `to` on the CPU. `Float32Array`, subgraphs × width, rows of length one. */
export function embedCpu(
  shape: NetShape,
  weights: Float32Array,
  subgraphs: Subgraphs,
  { from = 0, to = subgraphs.count }: { from?: number; to?: number } = {},
): Float32Array {
  const net = openNetCpu(shape, weights);
  const out = new Float32Array((to - from) * shape.width);
  for (let i = from; i < to; i++) {
    net.reset();
    out.set(net.pass(subgraphs, i).embedding, (i - from) * shape.width);
  }
  return out;
}

function distanceOf(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let c = 0; c < a.length; c++) sum += (a[c]! - b[c]!) ** 2;
  return Math.sqrt(sum);
}
