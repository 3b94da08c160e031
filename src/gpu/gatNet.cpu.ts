import { dense, denseBackward } from "./dense.cpu.ts";
import { attend, attendBackward, type Links, linkByTarget } from "./gat.cpu.ts";
import { featureCount, type Subgraphs } from "./gatNet.input.ts";
import { type LayerSlots, type NetShape, netSlots, type Slot, viewSlot } from "./gatNet.plan.ts";

/** Rows of numbers and, beside them, where their gradient is added up. */
interface Rows {
  readonly count: number;
  readonly value: Float32Array;
  readonly gradient: Float32Array;
}

/** One subgraph's way through the net. */
export interface NetPass {
  /** F(x): `Float32Array` of length `width`, of length one. */
  readonly embedding: Float32Array;
  /** Adds to the gradient of the weights, given that of the embedding. */
  backward(embeddingGradient: Float32Array): void;
}

/**
 * The net of METHODS 4 on the CPU, one subgraph at a time: each round entities attend to their actions, then actions to their entities; a global node that
 * starts as a function of the root action attends to all nodes for as many rounds; what it ends as, L2-normalised, is F(x). A layer adds ReLU(attention) to
 * what a node was.
 * @param gradient where the gradient of the weights is added up
 */
export function openNetCpu(shape: NetShape, weights: Float32Array, gradient = new Float32Array(0)) {
  const { width, heads } = shape;
  const slots = netSlots(shape);
  const of = (slot: Slot): Float32Array => viewSlot(weights, slot);
  const into = (slot: Slot): Float32Array => viewSlot(gradient, slot);
  const isTraining = gradient.length > 0;
  const memory = createArena();
  const rows = (count: number): Rows => ({
    count,
    value: memory.take(count * width),
    gradient: isTraining ? memory.take(count * width) : new Float32Array(0),
  });

  const project = (x: Rows, weight: Slot, bias: Slot, undo: (() => void)[]): Rows => {
    const out = rows(x.count);
    const size = { rows: x.count, inner: width, outer: width };
    dense(x.value, of(weight), of(bias), size, out.value);
    if (isTraining) {
      undo.push(() => {
        const gradients = { x: x.gradient, weights: into(weight), bias: into(bias) };
        denseBackward(x.value, of(weight), size, out.gradient, gradients);
      });
    }
    return out;
  };

  const layer = (given: LayerSlots, links: Links, from: Rows, to: Rows, undo: (() => void)[]): Rows => {
    const sources = project(from, given.left, given.leftBias, undo);
    const targets = project(to, given.right, given.rightBias, undo);
    const inputs = {
      links,
      heads,
      width,
      sources: sources.value,
      targets: targets.value,
      table: of(given.table),
      attention: of(given.attention),
    };
    const gathered = rows(to.count);
    const share = memory.take(links.source.length * heads);
    attend(inputs, gathered.value, share);
    const out = rows(to.count);
    const bias = of(given.bias);
    for (let i = 0, c = 0; i < out.value.length; i++) {
      const x = gathered.value[i]! + bias[c]!;
      out.value[i] = to.value[i]! + Math.max(0, x);
      if (++c === width) c = 0;
    }
    if (isTraining) {
      undo.push(() => {
        const biasGradient = into(given.bias);
        for (let i = 0, c = 0; i < out.value.length; i++) {
          const g = out.gradient[i]!;
          to.gradient[i]! += g;
          if (gathered.value[i]! + bias[c]! > 0) {
            gathered.gradient[i] = g;
            biasGradient[c]! += g;
          }
          if (++c === width) c = 0;
        }
        attendBackward(inputs, share, gathered.gradient, {
          sources: sources.gradient,
          targets: targets.gradient,
          table: into(given.table),
          attention: into(given.attention),
        });
      });
    }
    return out;
  };

  const readActions = (subgraphs: Subgraphs, i: number, undo: (() => void)[]): Rows => {
    const first = subgraphs.actionStart[i]!;
    const out = rows(subgraphs.actionStart[i + 1]! - first);
    const features = subgraphs.feature.subarray(first * featureCount, (first + out.count) * featureCount);
    const size = { rows: out.count, inner: featureCount, outer: width };
    dense(features, of(slots.feature), of(slots.featureBias), size, out.value);
    addRows(out.value, of(slots.type), subgraphs.type.subarray(first, first + out.count), width);
    if (isTraining) {
      undo.push(() => {
        const gradients = {
          x: memory.take(features.length),
          weights: into(slots.feature),
          bias: into(slots.featureBias),
        };
        denseBackward(features, of(slots.feature), size, out.gradient, gradients);
        addToRows(into(slots.type), out.gradient, subgraphs.type.subarray(first, first + out.count), width);
      });
    }
    return out;
  };

  const readEntities = (subgraphs: Subgraphs, i: number, undo: (() => void)[]): Rows => {
    const codes = subgraphs.entityType.subarray(subgraphs.entityStart[i], subgraphs.entityStart[i + 1]);
    const out = rows(codes.length);
    addRows(out.value, of(slots.entityType), codes, width);
    if (isTraining) undo.push(() => addToRows(into(slots.entityType), out.gradient, codes, width));
    return out;
  };

  const firstRow = (x: Rows): Rows => ({
    count: 1,
    value: x.value.subarray(0, width),
    gradient: x.gradient.subarray(0, width),
  });

  const joined = (a: Rows, b: Rows, undo: (() => void)[]): Rows => {
    const out = rows(a.count + b.count);
    out.value.set(a.value);
    out.value.set(b.value, a.value.length);
    if (isTraining) {
      undo.push(() => {
        for (let i = 0; i < a.gradient.length; i++) a.gradient[i]! += out.gradient[i]!;
        for (let i = 0; i < b.gradient.length; i++) b.gradient[i]! += out.gradient[a.gradient.length + i]!;
      });
    }
    return out;
  };

  const pass = (subgraphs: Subgraphs, i: number): NetPass => {
    const undo: (() => void)[] = [];
    const inputs = readActions(subgraphs, i, undo);
    let actions = inputs;
    let entities = readEntities(subgraphs, i, undo);
    const { byEntity, byAction, star } = linksOf(subgraphs, i);
    for (let round = 0; round < shape.rounds; round++) {
      entities = layer(slots.toEntities[round]!, byEntity, actions, entities, undo);
      actions = layer(slots.toActions[round]!, byAction, entities, actions, undo);
    }
    let global = project(firstRow(actions), slots.first, slots.firstBias, undo);
    const all = joined(actions, entities, undo);
    for (const given of slots.toGlobal) global = layer(given, star, all, global, undo);
    const last = project(global, slots.last, slots.lastBias, undo);
    let squares = 0;
    for (const x of last.value) squares += x * x;
    const length = Math.sqrt(squares) + 1e-9;
    const embedding = last.value.map((x) => x / length);
    return {
      embedding,
      backward(given) {
        let along = 0;
        for (let c = 0; c < width; c++) along += given[c]! * embedding[c]!;
        for (let c = 0; c < width; c++) last.gradient[c] = (given[c]! - along * embedding[c]!) / length;
        for (let at = undo.length - 1; at >= 0; at--) undo[at]!();
      },
    };
  };
  return { width, pass, /** Forgets the passes so far; their memory is used again. */ reset: memory.reset };
}

/** The edges of one subgraph, seen from its entities and from its actions; and those from its global node to all. */
export function linksOf(subgraphs: Subgraphs, i: number): Record<"byEntity" | "byAction" | "star", Links> {
  const edges = (of: Int32Array): Int32Array => of.subarray(subgraphs.edgeStart[i], subgraphs.edgeStart[i + 1]);
  const action = edges(subgraphs.edgeAction);
  const entity = edges(subgraphs.edgeEntity);
  const kind = edges(subgraphs.edgeRelationship);
  const actions = subgraphs.actionStart[i + 1]! - subgraphs.actionStart[i]!;
  const entities = subgraphs.entityStart[i + 1]! - subgraphs.entityStart[i]!;
  const source = Int32Array.from({ length: actions + entities }, (_, node) => node);
  return {
    byEntity: linkByTarget(entities, { target: entity, source: action, kind }),
    byAction: linkByTarget(actions, { target: action, source: entity, kind }),
    star: {
      targets: 1,
      start: Int32Array.of(0, source.length),
      source,
      kind: source.map((node) => (node < actions ? 0 : 1)),
    },
  };
}

function addRows(out: Float32Array, table: Float32Array, codes: Int32Array, width: number): void {
  for (let i = 0, to = 0; i < codes.length; i++) {
    for (let c = 0, at = codes[i]! * width; c < width; c++) out[to++]! += table[at + c]!;
  }
}

function addToRows(table: Float32Array, from: Float32Array, codes: Int32Array, width: number): void {
  for (let i = 0, at = 0; i < codes.length; i++) {
    for (let c = 0, to = codes[i]! * width; c < width; c++) table[to + c]! += from[at++]!;
  }
}

/** Zeroed pieces of one array that grows; `reset` takes them all back. */
function createArena() {
  let block = new Float32Array(1 << 16);
  let used = 0;
  return {
    take(length: number): Float32Array {
      if (used + length > block.length) {
        block = new Float32Array(Math.max(block.length * 2, length));
        used = 0;
      }
      const piece = block.subarray(used, used + length);
      used += length;
      piece.fill(0);
      return piece;
    },
    reset(): void {
      used = 0;
    },
  };
}
