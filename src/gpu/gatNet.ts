import type * as tensorflow from "@tensorflow/tfjs";
import { type TensorLinks, tensorLinks } from "./gat.links.ts";
import type { AttentionOp } from "./gat.ts";
import type { NetBatch } from "./gatBatch.ts";
import { featureCount } from "./gatNet.input.ts";
import { type LayerSlots, type NetShape, netSlots, type Slot } from "./gatNet.plan.ts";

/** A batch of subgraphs on the machine that TensorFlow.js runs on. */
interface BatchTensors {
  readonly count: number;
  readonly type: tensorflow.Tensor1D;
  readonly feature: tensorflow.Tensor2D;
  readonly entityType: tensorflow.Tensor1D;
  readonly root: tensorflow.Tensor1D;
  readonly byEntity: TensorLinks;
  readonly byAction: TensorLinks;
  readonly star: TensorLinks;
}

/** Uploads a batch. */
export function batchTensors(tf: typeof tensorflow, batch: NetBatch, relationships: number): BatchTensors {
  const { actions, entities, globals, edges, star } = batch;
  const turned = { source: edges.target, target: edges.source, kind: edges.kind };
  return {
    count: batch.count,
    type: tf.tensor1d(batch.type, "int32"),
    feature: tf.tensor2d(batch.feature, [actions, featureCount]),
    entityType: tf.tensor1d(batch.entityType, "int32"),
    root: tf.tensor1d(batch.root, "int32"),
    byEntity: tensorLinks(tf, edges, { targets: entities, sources: actions, kinds: relationships }),
    byAction: tensorLinks(tf, turned, { targets: actions, sources: entities, kinds: relationships }),
    star: tensorLinks(tf, star, { targets: globals, sources: actions + entities, kinds: 2 }),
  };
}

/** Every slot of a net, in the order of the weights. */
export function listSlots(shape: NetShape): Slot[] {
  const { size: _, ...slots } = netSlots(shape);
  const isSlot = (value: object): value is Slot => "rows" in value;
  const flatten = (value: object): Slot[] => (isSlot(value) ? [value] : Object.values(value).flatMap(flatten));
  return flatten(slots).sort((a, b) => a.at - b.at);
}

/**
 * The net of METHODS 4 as tensors: `openNetCpu`'s twin, a batch of subgraphs at a time.
 * @param weights of each slot, in the order of `listSlots`
 * @returns F(x) of each subgraph: count × width, rows of length one
 */
export function embedTensors(
  tf: typeof tensorflow,
  attend: AttentionOp,
  shape: NetShape,
  weights: readonly tensorflow.Tensor[],
  batch: BatchTensors,
): tensorflow.Tensor2D {
  const slots = netSlots(shape);
  const places = new Map(listSlots(shape).map(({ at }, i) => [at, i]));
  const of = ({ at }: Slot): tensorflow.Tensor2D => weights[places.get(at)!] as tensorflow.Tensor2D;
  const project = (x: tensorflow.Tensor2D, weight: Slot, bias: Slot): tensorflow.Tensor2D =>
    tf.add(tf.matMul(x, of(weight)), of(bias));
  const layer = (given: LayerSlots, links: TensorLinks, from: tensorflow.Tensor2D, to: tensorflow.Tensor2D) => {
    const gathered = attend(links, {
      heads: shape.heads,
      sources: project(from, given.left, given.leftBias),
      targets: project(to, given.right, given.rightBias),
      table: of(given.table),
      attention: of(given.attention),
    });
    return tf.add(to, tf.relu(tf.add(gathered, of(given.bias)))) as tensorflow.Tensor2D;
  };

  let actions = tf.add(
    project(batch.feature, slots.feature, slots.featureBias),
    tf.gather(of(slots.type), batch.type),
  ) as tensorflow.Tensor2D;
  let entities = tf.gather(of(slots.entityType), batch.entityType) as tensorflow.Tensor2D;
  for (let round = 0; round < shape.rounds; round++) {
    entities = layer(slots.toEntities[round]!, batch.byEntity, actions, entities);
    actions = layer(slots.toActions[round]!, batch.byAction, entities, actions);
  }
  let global = project(tf.gather(actions, batch.root), slots.first, slots.firstBias);
  const all = tf.concat([actions, entities], 0);
  for (const given of slots.toGlobal) global = layer(given, batch.star, all, global);
  const last = tf.slice(project(global, slots.last, slots.lastBias), 0, batch.count);
  return tf.div(last, tf.add(tf.sqrt(tf.sum(tf.square(last), 1, true)), 1e-9));
}
