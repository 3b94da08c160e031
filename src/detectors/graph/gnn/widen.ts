import { type LayerSlots, type NetShape, netSlots, type Slot, startingWeights } from "../../../gpu/gatNet.plan.ts";
import type { TrainedNet } from "./train.ts";

type Names = Pick<NetShape, "types" | "entityTypes" | "relationships">;

const layerParts = [
  "left",
  "leftBias",
  "right",
  "rightBias",
  "attention",
  "bias",
] as const satisfies readonly (keyof LayerSlots)[];

/**
 * A trained net for a graph that has names more than the one that it was trained on. Their rows are as the seed draws them, which is what training
 * would have left of them: a name without an example has no gradient.
 * @param names of the graph: those of the net in their order, then others; the last relationship, an action's actor, stays the last
 * @throws Error where the net's names do not come first
 */
export function widenNet({ shape, weights }: TrainedNet, names: Names, seed: number): TrainedNet {
  const wide: NetShape = {
    ...shape,
    types: names.types,
    entityTypes: names.entityTypes,
    relationships: names.relationships,
  };
  const ties = names.relationships.length - 1;
  const tieOf = (row: number): number => (row === shape.relationships.length - 1 ? ties : row);
  const sameRow = (row: number): number => row;
  mustHold(shape.types, wide.types, sameRow);
  mustHold(shape.entityTypes, wide.entityTypes, sameRow);
  mustHold(shape.relationships, wide.relationships, tieOf);
  const out = startingWeights(wide, seed);
  const own = netSlots(shape);
  const all = netSlots(wide);
  const copy = (from: Slot, to: Slot, rowOf = sameRow): void => {
    for (let row = 0; row < from.rows; row++) {
      const at = from.at + row * from.columns;
      out.set(weights.subarray(at, at + from.columns), to.at + rowOf(row) * to.columns);
    }
  };
  for (const part of [
    "feature",
    "featureBias",
    "first",
    "firstBias",
    "last",
    "lastBias",
    "type",
    "entityType",
  ] as const)
    copy(own[part], all[part]);
  for (const round of ["toEntities", "toActions", "toGlobal"] as const)
    own[round].forEach((layer, i) => {
      const into = all[round][i]!;
      for (const part of layerParts) copy(layer[part], into[part]);
      copy(layer.table, into.table, round === "toGlobal" ? sameRow : tieOf);
    });
  return { shape: wide, weights: out };
}

function mustHold(known: readonly string[], all: readonly string[], rowOf: (row: number) => number): void {
  const lost = known.find((name, row) => all[rowOf(row)] !== name);
  if (lost !== undefined) throw new Error(`The graph has no ${lost} where the net has it.`);
}
