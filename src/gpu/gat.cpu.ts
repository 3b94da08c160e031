/** Which source each target attends to, grouped by target. */
export interface Links {
  readonly targets: number;
  /** targets + 1 offsets into the edges. */
  readonly start: Int32Array;
  /** Source of each edge. */
  readonly source: Int32Array;
  /** Kind of each edge: a row of `table`. */
  readonly kind: Int32Array;
}

/** What attention reads, all row-major with rows of `width` = heads × channels. */
export interface Attention {
  readonly links: Links;
  readonly heads: number;
  readonly width: number;
  /** W_l·x_j + b_l: what is attended to, and what is passed on. */
  readonly sources: Float32Array;
  /** W_r·x_i + b_r. */
  readonly targets: Float32Array;
  /** W_e·e, one row for each kind of edge. */
  readonly table: Float32Array;
  /** One vector of `channels` for each head. */
  readonly attention: Float32Array;
}

/** The slope of LeakyReLU below zero, as in the paper's code and PyTorch Geometric's. */
export const leak = 0.2;

/**
 * Attention of GATv2 (Brody et al. 2022), head by head: score = a·LeakyReLU(sources[j] + targets[i] + table[kind]), weight = softmax of the scores of a
 * target, out[i] = Σ weight·sources[j]. A target without edges gets zeros. The scores have their greatest taken off before the exponential.
 * @param out `Float32Array`, targets × width, overwritten
 * @param weight `Float32Array`, edges × heads, overwritten: the backward pass wants it
 */
export function attend(given: Attention, out: Float32Array, weight: Float32Array): void {
  const { links, heads, width, sources, targets, table, attention } = given;
  const { start, source, kind } = links;
  const channels = width / heads;
  for (let t = 0; t < links.targets; t++) {
    const from = start[t]!;
    const to = start[t + 1]!;
    out.fill(0, t * width, (t + 1) * width);
    for (let h = 0; h < heads; h++) {
      const first = h * channels;
      let greatest = -Infinity;
      for (let e = from; e < to; e++) {
        const s = source[e]! * width;
        const k = kind[e]! * width;
        let score = 0;
        for (let c = first; c < first + channels; c++) {
          const x = sources[s + c]! + targets[t * width + c]! + table[k + c]!;
          score += attention[c]! * (x > 0 ? x : leak * x);
        }
        weight[e * heads + h] = score;
        if (score > greatest) greatest = score;
      }
      let sum = 0;
      for (let e = from; e < to; e++) {
        const exponential = Math.exp(weight[e * heads + h]! - greatest);
        weight[e * heads + h] = exponential;
        sum += exponential;
      }
      for (let e = from; e < to; e++) {
        const share = weight[e * heads + h]! / sum;
        weight[e * heads + h] = share;
        const s = source[e]! * width;
        for (let c = first; c < first + channels; c++) out[t * width + c]! += share * sources[s + c]!;
      }
    }
  }
}

/** Where the gradients of an attention's inputs are added up; shapes as in `Attention`. */
export interface AttentionGradients {
  readonly sources: Float32Array;
  readonly targets: Float32Array;
  readonly table: Float32Array;
  readonly attention: Float32Array;
}

/** The backward pass of `attend`: adds to the gradients of its inputs, given the weights that it left and the gradient of `out`. */
export function attendBackward(
  given: Attention,
  weight: Float32Array,
  outGradient: Float32Array,
  gradients: AttentionGradients,
): void {
  const { links, heads, width, sources, targets, table, attention } = given;
  const { start, source, kind } = links;
  const channels = width / heads;
  for (let t = 0; t < links.targets; t++) {
    const from = start[t]!;
    const to = start[t + 1]!;
    const at = t * width;
    for (let h = 0; h < heads; h++) {
      const first = h * channels;
      let mean = 0;
      for (let e = from; e < to; e++)
        mean += weight[e * heads + h]! * along(outGradient, at, sources, source[e]! * width, first, channels);
      for (let e = from; e < to; e++) {
        const s = source[e]! * width;
        const k = kind[e]! * width;
        const share = weight[e * heads + h]!;
        const scoreGradient = share * (along(outGradient, at, sources, s, first, channels) - mean);
        for (let c = first; c < first + channels; c++) {
          const x = sources[s + c]! + targets[at + c]! + table[k + c]!;
          const slope = x > 0 ? 1 : leak;
          const inner = scoreGradient * attention[c]! * slope;
          gradients.attention[c]! += scoreGradient * slope * x;
          gradients.sources[s + c]! += inner + share * outGradient[at + c]!;
          gradients.targets[at + c]! += inner;
          gradients.table[k + c]! += inner;
        }
      }
    }
  }
}

function along(a: Float32Array, aAt: number, b: Float32Array, bAt: number, first: number, channels: number): number {
  let sum = 0;
  for (let c = first; c < first + channels; c++) sum += a[aAt + c]! * b[bAt + c]!;
  return sum;
}

/** Groups edges by target with a counting sort that keeps their order. */
export function linkByTarget(
  targets: number,
  { target, source, kind }: Record<"target" | "source" | "kind", Int32Array>,
): Links & { /** The given edge at each place. */ readonly edge: Int32Array } {
  const start = new Int32Array(targets + 1);
  for (const t of target) start[t + 1]!++;
  for (let t = 0; t < targets; t++) start[t + 1]! += start[t]!;
  const next = start.slice();
  const edge = new Int32Array(target.length);
  for (let e = 0; e < target.length; e++) edge[next[target[e]!]!++] = e;
  return { targets, start, source: edge.map((e) => source[e]!), kind: edge.map((e) => kind[e]!), edge };
}
