import { randomNormal, seededRandom } from "../lib/random.ts";
import { featureCount } from "./gatNet.input.ts";

/** The size of a net that embeds rooted subgraphs. */
export interface NetShape {
  /** Names of the action types, entity types and relationships that its inputs are codes of. */
  readonly types: readonly string[];
  readonly entityTypes: readonly string[];
  readonly relationships: readonly string[];
  /** Numbers a node, and of the embedding: a multiple of `heads`. */
  readonly width: number;
  readonly heads: number;
  /** How often entities attend to their actions and actions to their entities, and then the global node to all. */
  readonly rounds: number;
}

/** A matrix among the weights: where it begins, and its size. */
export interface Slot {
  readonly at: number;
  readonly rows: number;
  readonly columns: number;
}

/** The parameters of one GATv2 layer: two projections with their biases, a row for each kind of edge, the attention vectors, the bias. */
export interface LayerSlots {
  readonly left: Slot;
  readonly leftBias: Slot;
  readonly right: Slot;
  readonly rightBias: Slot;
  readonly table: Slot;
  readonly attention: Slot;
  readonly bias: Slot;
}

/** Where each parameter lies among the weights. */
export interface NetSlots {
  readonly feature: Slot;
  readonly featureBias: Slot;
  readonly first: Slot;
  readonly firstBias: Slot;
  readonly toEntities: readonly LayerSlots[];
  readonly toActions: readonly LayerSlots[];
  readonly toGlobal: readonly LayerSlots[];
  readonly last: Slot;
  readonly lastBias: Slot;
  readonly type: Slot;
  readonly entityType: Slot;
  readonly size: number;
}

/** Lays the parameters out in one array. */
export function netSlots({ types, entityTypes, relationships, width, rounds }: NetShape): NetSlots {
  let size = 0;
  const slot = (rows: number, columns = width): Slot => {
    const at = size;
    size += rows * columns;
    return { at, rows, columns };
  };
  const layer = (kinds: number): LayerSlots => ({
    left: slot(width),
    leftBias: slot(1),
    right: slot(width),
    rightBias: slot(1),
    attention: slot(1),
    bias: slot(1),
    table: slot(kinds),
  });
  const each = (kinds: number): LayerSlots[] => Array.from({ length: rounds }, () => layer(kinds));
  const slots = {
    feature: slot(featureCount),
    featureBias: slot(1),
    first: slot(width),
    firstBias: slot(1),
    toEntities: each(relationships.length),
    toActions: each(relationships.length),
    toGlobal: each(2),
    last: slot(width),
    lastBias: slot(1),
    type: slot(types.length),
    entityType: slot(entityTypes.length),
  };
  return { ...slots, size };
}

/** FNV-1a. */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
};

/**
 * Starting weights: normal with variance 1/fan-in, biases 0. Rows of tables are drawn by the seed and their own name, so that neither the numbering of
 * types nor a type that turns up later changes the rest.
 */
export function startingWeights(shape: NetShape, seed: number): Float32Array {
  const { width } = shape;
  const slots = netSlots(shape);
  const weights = new Float32Array(slots.size);
  let slotSeed = Math.imul(seed, 2654435761);
  const fill = ({ at, rows, columns }: Slot, spread: number): void => {
    const random = seededRandom(++slotSeed);
    for (let i = 0; i < rows * columns; i++) weights[at + i] = randomNormal(random) * spread;
  };
  const fillRows = ({ at, columns }: Slot, names: readonly string[], spread: number): void => {
    ++slotSeed;
    names.forEach((name, row) => {
      const random = seededRandom(slotSeed ^ hashOf(name));
      for (let i = 0; i < columns; i++) weights[at + row * columns + i] = randomNormal(random) * spread;
    });
  };
  const layer = (given: LayerSlots, kinds: readonly string[]): void => {
    fill(given.left, 1 / Math.sqrt(width));
    fill(given.right, 1 / Math.sqrt(width));
    fill(given.attention, Math.sqrt(shape.heads / width));
    fillRows(given.table, kinds, 0.5);
  };
  fill(slots.feature, 0.5);
  fill(slots.first, 1 / Math.sqrt(width));
  for (const given of slots.toEntities) layer(given, shape.relationships);
  for (const given of slots.toActions) layer(given, shape.relationships);
  for (const given of slots.toGlobal) layer(given, ["action", "entity"]);
  fill(slots.last, 1 / Math.sqrt(width));
  fillRows(slots.type, shape.types, 1);
  fillRows(slots.entityType, shape.entityTypes, 1);
  return weights;
}

/** The values of a slot, as a view. */
export const viewSlot = (weights: Float32Array, { at, rows, columns }: Slot): Float32Array =>
  weights.subarray(at, at + rows * columns);
